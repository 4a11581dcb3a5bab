package dev.nightjar.mirror;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.connection.TableEnabler;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.mirror.fence.ClaimStore;
import dev.nightjar.mirror.fence.Ownership;
import dev.nightjar.mirror.healing.Tombstones;
import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.run.LedgerPruner;
import dev.nightjar.mirror.run.MirroredTable;
import dev.nightjar.mirror.run.Resyncing;
import dev.nightjar.mirror.run.Revivals;
import dev.nightjar.mirror.run.RunningMirror;
import dev.nightjar.mirror.run.SpecCheck;
import dev.nightjar.mirror.run.StoredSchemas;
import dev.nightjar.mirror.run.Stores;
import dev.nightjar.mirror.run.StreamReaders;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.verify.VerificationStatus;
import dev.nightjar.mirror.verify.VerificationWish;
import dev.nightjar.mirror.verify.Verifications;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** {@link Mirrors} over one state database. */
public final class MirrorService implements Mirrors {
  private final MirrorsOptions options;
  private final Stores stores;
  private final SpecCheck specs;
  private final MirroredTable tables;
  private final Ownership ownership;
  private final Map<String, RunningMirror> mirrors = new ConcurrentHashMap<>();
  private final ReentrantLock changing = new ReentrantLock();
  private final Revivals revivals;
  private final Verifications verifications;
  private final LedgerPruner pruner;

  private MirrorService(MirrorsOptions options) {
    this.options = options;
    this.stores = Stores.in(options.database(), options.clock());
    this.specs = new SpecCheck(options.connector(), options.limits());
    this.tables = new MirroredTable(options.clickHouse());
    this.ownership = new Ownership(options.clickHouse(), new ClaimStore(options.database()));
    this.revivals = new Revivals(this::revive, options.sleeper());
    this.verifications = new Verifications(options, stores);
    this.pruner = new LedgerPruner(stores.ledger(), options.sleeper(), this::dropLeftovers);
  }

  /**
   * Brings the database's tables up to date and lets every mirror go on that is not paused and has
   * not failed.
   */
  public static MirrorService open(MirrorsOptions options) {
    LedgerTables.migrate(options.database());
    MirrorService service = new MirrorService(options);
    for (StoredMirror stored : service.stores.mirrors().all()) {
      RunningMirror mirror = service.restore(stored);
      if (mirror.stored().runs()) {
        mirror.start();
      }
    }
    service.pruner.start();
    return service;
  }

  private RunningMirror restore(StoredMirror stored) {
    StoredSchemas.Restored restored = new StoredSchemas(stores.mirrors()).restore(stored);
    RunningMirror mirror =
        new RunningMirror(options, stores, restored.mirror(), restored.schema(), revivals::add);
    mirrors.put(stored.id(), mirror);
    return mirror;
  }

  private void dropLeftovers() {
    mirrors.values().stream()
        .filter(RunningMirror::compiles)
        .forEach(mirror -> verifications.dropLeftovers(mirror.stored(), mirror.schema()));
  }

  /** Starts a halted mirror from its stored state, if it is still the one that counts. */
  private void revive(RunningMirror halted) throws InterruptedException {
    changing.lockInterruptibly();
    try {
      if (mirrors.get(halted.stored().id()) == halted) {
        options.database().checkWritable();
        // While ClickHouse is away, the pauses grow: the mirror's own attempts would begin anew.
        tables.uuid(halted.stored().table());
        again(halted);
      }
    } finally {
      changing.unlock();
    }
  }

  @Override
  public Validation validate(MirrorSpec spec) {
    try {
      return new Validation(List.of(), specs.check(spec).warnings());
    } catch (MirrorRefusedException e) {
      return new Validation(e.problems(), List.of());
    }
  }

  @Override
  public List<String> enable(MirrorSpec spec) {
    try (TableConnection connection = options.connector().connect(spec.role())) {
      return new TableEnabler(connection, options.sleeper()).enable(spec.tableArn());
    } catch (AwsException e) {
      throw new MirrorRefusedException(
          List.of(
              new MirrorProblem(
                  Reason.of(e).map(Reason::code).orElse(SpecCheck.AWS_UNAVAILABLE),
                  Optional.empty(),
                  "What the DynamoDB table lacks could not be switched on: " + e.getMessage(),
                  "")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + spec.tableArn() + " was changed", e);
    }
  }

  @Override
  public void requireFree(TableName table) {
    ownership.requireFree(table);
  }

  @Override
  public void createTables(MirrorSpec spec) {
    createTables(spec, specs.schema(spec));
  }

  private void createTables(MirrorSpec spec, MirroredSchema schema) {
    ownership.requireFree(spec.table());
    tables
        .create(spec.table(), schema)
        .ifPresent(difference -> refuse(difference + ".", "Drop it, or rename the data source."));
  }

  private static void refuse(String message, String hint) {
    throw new MirrorRefusedException(
        List.of(new MirrorProblem(SpecCheck.SCHEMA_INVALID, Optional.empty(), message, hint)));
  }

  @Override
  public StartedMirror start(MirrorSpec spec) {
    RunningMirror mirror;
    boolean untouched;
    changing.lock();
    try {
      Optional<RunningMirror> existing = Optional.ofNullable(mirrors.get(spec.id()));
      untouched = existing.isPresent();
      mirror = existing.isPresent() ? goOn(existing.get(), spec) : begin(spec);
    } finally {
      changing.unlock();
    }
    StartedMirror started = awaitStarted(mirror, untouched);
    if (!untouched) {
      Optional<MirrorProblem> refusal = mirror.refusal();
      if (refusal.isPresent()) {
        drop(spec.id());
        throw new MirrorRefusedException(List.of(refusal.get()));
      }
    }
    return started;
  }

  private static StartedMirror awaitStarted(RunningMirror mirror, boolean untouched) {
    try {
      return mirror.awaitStarted(untouched);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while mirror " + mirror.stored().id() + " was started", e);
    }
  }

  private RunningMirror goOn(RunningMirror mirror, MirrorSpec spec) {
    StoredMirror stored = mirror.stored();
    String fingerprint = StoredSchemas.compile(spec.datasource(), stored.keys()).fingerprint();
    if (!stored.tableArn().equals(spec.tableArn())
        || !stored.table().equals(spec.table())
        || !stored.bucket().equals(spec.bucket())
        || !stored.schemaFingerprint().equals(fingerprint)) {
      refuse(
          "The data source "
              + spec.name()
              + " is mirrored already, with another table, bucket or schema.",
          "Drop that mirror first.");
    }
    if (stored.role().equals(spec.role())) {
      return mirror;
    }
    stores.mirrors().changeRole(spec.id(), spec.role());
    return again(mirror);
  }

  /** The same mirror, from its stored state. */
  private RunningMirror again(RunningMirror mirror) {
    mirror.stop();
    RunningMirror next = restore(stores.mirrors().find(mirror.stored().id()).orElseThrow());
    if (next.stored().runs()) {
      try {
        next.start();
      } catch (RuntimeException e) {
        // The old one stays the one that counts, and is tried again.
        mirrors.put(mirror.stored().id(), mirror);
        throw e;
      }
    }
    return next;
  }

  private RunningMirror begin(MirrorSpec spec) {
    StreamReaders.requireRoom(spec, mirrors.values().stream().map(RunningMirror::stored).toList());
    SpecCheck.Sound sound = specs.check(spec);
    createTables(spec, sound.schema());
    TableDescription table = sound.table();
    StoredMirror stored =
        new StoredMirror(
            spec.id(),
            UUID.randomUUID().toString(),
            spec.workspace(),
            spec.name(),
            spec.datasource().source(),
            spec.table(),
            tables.uuid(spec.table()).orElseThrow(),
            sound.schema().fingerprint(),
            table.keys(),
            spec.tableArn(),
            table.tableId(),
            spec.bucket(),
            spec.role(),
            MirrorState.VALIDATING,
            MirrorState.VALIDATING,
            options.clock().instant(),
            Optional.empty(),
            Optional.empty(),
            // An older mirror's rows, which nobody remembers, must not beat those that come.
            ownership.highestGeneration(spec.table(), sound.schema().versionColumn()));
    stores.mirrors().insert(stored);
    RunningMirror mirror =
        new RunningMirror(options, stores, stored, Optional.of(sound.schema()), revivals::add);
    mirrors.put(spec.id(), mirror);
    mirror.start();
    return mirror;
  }

  @Override
  public void pause(String id) {
    changing.lock();
    try {
      RunningMirror mirror = existing(id);
      // Stored first: where that fails, the mirror goes on as if nobody had asked.
      mirror.pause();
      mirror.stop();
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void resume(String id) {
    changing.lock();
    try {
      RunningMirror mirror = existing(id);
      StoredMirror stored = mirror.stored();
      if (stored.runs()) {
        return;
      }
      mirror.stop();
      resume(stored);
      again(mirror);
    } finally {
      changing.unlock();
    }
  }

  private void resume(StoredMirror stored) {
    stores.files().forgive(stored.id(), stored.generation());
    if (stored.state() == MirrorState.FAILED) {
      stores.gaps().allow(stored.id());
    }
    stores.mirrors().move(stored.id(), stored.resumeState(), Optional.empty(), Optional.empty());
  }

  @Override
  public void resync(String id, Resync options) {
    changing.lock();
    try {
      RunningMirror mirror = existing(id);
      Resyncing resyncing = new Resyncing(stores);
      // Stored first: where that fails, the mirror goes on as if nobody had asked.
      resyncing.store(mirror.stored(), options);
      mirror.stop();
      resyncing.move(mirror.stored());
      again(mirror);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void drop(String id) {
    changing.lock();
    try {
      verifications.forget(id);
      RunningMirror mirror = mirrors.remove(id);
      if (mirror != null) {
        mirror.stop();
      }
      // Also one that an earlier attempt has stopped and could not delete.
      stores
          .mirrors()
          .find(id)
          .filter(stored -> stored.generation() > 1)
          .ifPresent(stored -> Tombstones.forget(options.clickHouse(), stored.table()));
      stores.mirrors().delete(id);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public Optional<TableDescription> describe(String id) {
    StoredMirror mirror = existing(id).stored();
    try (TableConnection connection = options.connector().connect(mirror.role())) {
      return connection.tables().describe(mirror.tableArn());
    }
  }

  @Override
  public VerificationStatus verify(String id, VerificationWish wish) {
    RunningMirror mirror = existing(id);
    return verifications.start(
        mirror.stored(),
        mirror.schema(),
        wish,
        () -> status(id),
        done -> Optional.ofNullable(mirrors.get(id)).ifPresent(now -> now.verified(done)));
  }

  @Override
  public Optional<VerificationStatus> verification(String id) {
    return verifications.status(id);
  }

  @Override
  public void cancelVerification(String id) {
    verifications.cancel(id);
  }

  private RunningMirror existing(String id) {
    RunningMirror mirror = mirrors.get(id);
    if (mirror == null) {
      throw new NoSuchElementException("there is no mirror " + id);
    }
    return mirror;
  }

  @Override
  public List<MirrorStatus> statuses() {
    return mirrors.values().stream()
        .map(RunningMirror::status)
        .sorted(
            Comparator.comparing(MirrorStatus::workspace)
                .thenComparing(MirrorStatus::datasource)
                .thenComparing(MirrorStatus::id))
        .toList();
  }

  @Override
  public Optional<MirrorStatus> status(String id) {
    return Optional.ofNullable(mirrors.get(id)).map(RunningMirror::status);
  }

  @Override
  public void close() {
    changing.lock();
    try {
      revivals.close();
      verifications.close();
      mirrors.values().forEach(RunningMirror::interrupt);
      mirrors.values().forEach(RunningMirror::stop);
      pruner.close();
    } finally {
      changing.unlock();
    }
  }
}
