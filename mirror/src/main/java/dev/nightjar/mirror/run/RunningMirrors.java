package dev.nightjar.mirror.run;

import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The mirrors of a server, each changed by one thread at a time: what is done to one, and waits for
 * AWS, ClickHouse or the disk, holds up no other. Starts halted ones again. Thread-safe.
 */
public final class RunningMirrors implements AutoCloseable {
  private final MirrorsOptions options;
  private final Stores stores;
  private final MirroredTable tables;
  private final Revivals revivals;
  private final Map<String, RunningMirror> mirrors = new ConcurrentHashMap<>();
  private final Map<String, Changing> changing = new ConcurrentHashMap<>();

  /** Who changes a mirror, and how many do or wait for it. */
  private static final class Changing {
    private final ReentrantLock lock = new ReentrantLock();
    private int threads;
  }

  /** None yet. */
  public RunningMirrors(MirrorsOptions options, Stores stores, MirroredTable tables) {
    this.options = options;
    this.stores = stores;
    this.tables = tables;
    this.revivals = new Revivals(this::revive, options.sleeper());
  }

  /** Lets every stored mirror go on that is not paused and has not failed. */
  public void open() {
    for (StoredMirror stored : stores.mirrors().all()) {
      RunningMirror mirror = restore(stored);
      if (mirror.stored().runs()) {
        mirror.start();
      }
    }
  }

  /** Does something to a mirror, whether or not it is there, while nobody else does. */
  public <T> T changing(String id, Supplier<T> work) {
    Changing mine = enter(id);
    mine.lock.lock();
    try {
      return work.get();
    } finally {
      mine.lock.unlock();
      leave(id);
    }
  }

  /**
   * Does something to a mirror that is there; nobody else changes it meanwhile.
   *
   * @throws NoSuchElementException if there is none
   */
  public void change(String id, Consumer<RunningMirror> change) {
    changing(
        id,
        () -> {
          change.accept(require(id));
          return id;
        });
  }

  /**
   * Does something while a mirror is not there and does not begin.
   *
   * @return empty, and nothing was done, where it is there
   */
  public <T> Optional<T> unlessThere(String id, Supplier<T> work) {
    return changing(id, () -> find(id).isPresent() ? Optional.<T>empty() : Optional.of(work.get()));
  }

  private Changing enter(String id) {
    return changing.compute(
        id,
        (_, before) -> {
          Changing mine = before == null ? new Changing() : before;
          mine.threads++;
          return mine;
        });
  }

  private void leave(String id) {
    changing.computeIfPresent(id, (_, mine) -> --mine.threads == 0 ? null : mine);
  }

  /** One mirror. */
  public Optional<RunningMirror> find(String id) {
    return Optional.ofNullable(mirrors.get(id));
  }

  /**
   * One mirror.
   *
   * @throws NoSuchElementException if there is none
   */
  public RunningMirror require(String id) {
    return find(id).orElseThrow(() -> new NoSuchElementException("there is no mirror " + id));
  }

  /** All of them, in no order. */
  public Collection<RunningMirror> all() {
    return List.copyOf(mirrors.values());
  }

  /** A mirror that has just been stored, from now on one of them; it does not run yet. */
  public RunningMirror add(StoredMirror stored, Optional<MirroredSchema> schema) {
    RunningMirror mirror = new RunningMirror(options, stores, stored, schema, revivals::add);
    mirrors.put(stored.id(), mirror);
    return mirror;
  }

  private RunningMirror restore(StoredMirror stored) {
    StoredSchemas.Restored restored = new StoredSchemas(stores.mirrors()).restore(stored);
    return add(restored.mirror(), restored.schema());
  }

  /** Lets a mirror go on that is paused, has failed or has halted. */
  public void resume(RunningMirror mirror) {
    StoredMirror stored = mirror.stored();
    if (!stored.runs()) {
      mirror.stop();
      stores.files().forgive(stored.id(), stored.generation());
      if (stored.state() == MirrorState.FAILED) {
        stores.gaps().allow(stored.id());
      }
      stores.mirrors().move(stored.id(), stored.resumeState(), Optional.empty(), Optional.empty());
      again(mirror);
    } else if (mirror.stands()) {
      again(mirror);
    }
  }

  /**
   * The same mirror, stopped, and started from its stored state if it runs. Where that fails, it is
   * tried again until it works.
   */
  public RunningMirror again(RunningMirror mirror) {
    return again(mirror, () -> {});
  }

  /**
   * The same, with a change of what is stored while the mirror stands. Where the change fails, the
   * mirror goes on as it was stored before.
   */
  public RunningMirror again(RunningMirror mirror, Runnable change) {
    mirror.stop();
    try {
      change.run();
      return restart(mirror);
    } catch (RuntimeException e) {
      revivals.add(mirror);
      throw e;
    }
  }

  private RunningMirror restart(RunningMirror mirror) {
    String id = mirror.stored().id();
    RunningMirror next = restore(stores.mirrors().find(id).orElseThrow());
    if (next.stored().runs()) {
      try {
        next.start();
      } catch (RuntimeException e) {
        next.stop();
        // The old one stays the one that counts, and is tried again.
        mirrors.put(id, mirror);
        throw e;
      }
    }
    return next;
  }

  /** Takes a mirror out of them and stops it, if it is there. */
  public void remove(String id) {
    RunningMirror mirror = mirrors.remove(id);
    if (mirror != null) {
      mirror.stop();
    }
  }

  /** Starts a halted mirror from its stored state, if it is still the one that counts. */
  private void revive(Revivals.Halted halted) throws InterruptedException {
    String id = halted.stored().id();
    Changing mine = enter(id);
    try {
      mine.lock.lockInterruptibly();
      try {
        RunningMirror mirror = mirrors.get(id);
        if (mirror == halted) {
          options.database().checkWritable();
          // While ClickHouse is away, the pauses grow: the mirror's own attempts would begin anew.
          tables.uuid(mirror.stored().table());
          again(mirror);
        }
      } finally {
        mine.lock.unlock();
      }
    } finally {
      leave(id);
    }
  }

  /** Stops all of them, each of their threads after the insert that it is in. */
  @Override
  public void close() {
    revivals.close();
    mirrors.values().forEach(RunningMirror::interrupt);
    for (String id : List.copyOf(mirrors.keySet())) {
      changing(
          id,
          () -> {
            find(id).ifPresent(RunningMirror::stop);
            return id;
          });
    }
  }
}
