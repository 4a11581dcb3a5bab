package dev.nightjar.proving.world;

import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.HistoryGenerator;
import dev.nightjar.proving.world.script.Sabotage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Runs the histories of many seeds, several at a time, and makes those small that break a promise.
 */
public final class Torture {
  private static final int SHRINKING_RUNS = 200;

  private final Runs simulation;
  private final int jobs;
  private final int mostBroken;
  private final InstantSource clock;

  /**
   * Histories at the same time can wait for each other inside the JVM's own locks, in real time;
   * what counts is what happens alone.
   */
  private final Lock beside;

  private final Lock alone;

  /** Is told how it goes, by the threads that run histories, one at a time. */
  @FunctionalInterface
  public interface Progress {
    /** So many histories are done, and so many of them broke a promise. */
    void done(long histories, int broken);
  }

  /** Runs one history from its beginning to its end. */
  @FunctionalInterface
  interface Runs {
    /** What became of it; the ledgers are those of one job. */
    Finding run(History history, Ledgers ledgers);
  }

  /**
   * A run.
   *
   * @param sabotage an error that is put into the world, for trying the oracle
   * @param jobs histories at a time
   * @param mostBroken after so many broken promises it ends
   * @param clock this machine's
   */
  public Torture(Sabotage sabotage, int jobs, int mostBroken, InstantSource clock) {
    this(
        (history, ledgers) -> new Simulation(history, sabotage, ledgers).run(),
        jobs,
        mostBroken,
        clock);
  }

  Torture(Runs simulation, int jobs, int mostBroken, InstantSource clock) {
    this.simulation = simulation;
    this.jobs = jobs;
    this.mostBroken = mostBroken;
    this.clock = clock;
    ReentrantReadWriteLock runs = new ReentrantReadWriteLock();
    this.beside = runs.readLock();
    this.alone = runs.writeLock();
  }

  /** What the jobs share. */
  private static final class Sum {
    private final TreeMap<String, Long> ends = new TreeMap<>();
    private final List<BrokenHistory> broken = new ArrayList<>();
    private final List<BrokenHistory> unrepeated = new ArrayList<>();
    private long histories;
    private long kills;
    private long healings;
    private long calls;
    private boolean stopped;
    private Optional<Throwable> failure = Optional.empty();
  }

  /**
   * Runs the histories. When the thread is interrupted, no further one begins, and this returns
   * what became of those that had; the interrupt is taken away.
   *
   * @param limit no history begins later than this after the first
   */
  public TortureReport run(SeedRange seeds, Optional<Duration> limit, Progress progress) {
    Sum sum = new Sum();
    AtomicLong next = new AtomicLong(seeds.first());
    Optional<Instant> end = limit.map(clock.instant()::plus);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      threads.add(
          Thread.ofPlatform()
              .name("torture " + i)
              .daemon()
              .start(() -> work(next, seeds.last(), end, sum, progress)));
    }
    threads.forEach(thread -> await(thread, sum));
    if (sum.failure.isPresent()) {
      throw new IllegalStateException("a job of the torture failed", sum.failure.get());
    }
    sum.broken.sort(Comparator.comparingLong(BrokenHistory::seed));
    sum.unrepeated.sort(Comparator.comparingLong(BrokenHistory::seed));
    return new TortureReport(
        sum.histories,
        sum.kills,
        sum.healings,
        sum.calls,
        sum.ends,
        sum.broken,
        sum.unrepeated,
        sum.stopped);
  }

  private static void await(Thread job, Sum sum) {
    while (true) {
      try {
        job.join();
        return;
      } catch (InterruptedException e) {
        synchronized (sum) {
          sum.stopped = true;
        }
      }
    }
  }

  private void work(AtomicLong next, long last, Optional<Instant> end, Sum sum, Progress progress) {
    try (Ledgers ledgers = new Ledgers()) {
      while (end.map(clock.instant()::isBefore).orElse(true) && !enough(sum)) {
        long seed = next.getAndIncrement();
        if (seed > last) {
          return;
        }
        judge(HistoryGenerator.draw(seed), ledgers, sum, progress);
      }
    } catch (RuntimeException | Error e) {
      synchronized (sum) {
        sum.failure = Optional.of(e);
      }
    }
  }

  private void judge(History history, Ledgers ledgers, Sum sum, Progress progress) {
    Finding finding;
    beside.lock();
    try {
      finding = run(history, ledgers);
    } finally {
      beside.unlock();
    }
    if (finding.violation().isEmpty()) {
      add(sum, finding, "", progress);
      return;
    }
    alone.lock();
    try {
      Finding again = run(history, ledgers);
      synchronized (sum) {
        if (again.violation().isPresent()) {
          sum.broken.add(
              BrokenHistory.of(
                  new Shrinker(smaller -> run(smaller, ledgers), SHRINKING_RUNS).shrink(again)));
        } else {
          sum.unrepeated.add(BrokenHistory.of(finding));
        }
      }
      add(sum, finding, again.violation().isPresent() ? "broken" : "broken once", progress);
    } finally {
      alone.unlock();
    }
  }

  private boolean enough(Sum sum) {
    synchronized (sum) {
      return sum.stopped || sum.broken.size() >= mostBroken || sum.failure.isPresent();
    }
  }

  private Finding run(History history, Ledgers ledgers) {
    return simulation.run(history, ledgers);
  }

  private static void add(Sum sum, Finding finding, String ended, Progress progress) {
    synchronized (sum) {
      sum.histories++;
      sum.kills += finding.kills();
      sum.healings += finding.healings();
      sum.calls += finding.crossings();
      String end = finding.state() + finding.reason().map(reason -> " " + reason).orElse("");
      sum.ends.merge(finding.violation().isPresent() ? ended : end, 1L, Long::sum);
      progress.done(sum.histories, sum.broken.size());
    }
  }
}
