package dev.nightjar.benchmarks.tailing;

import com.sun.management.OperatingSystemMXBean;
import dev.nightjar.cli.Pause;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.tailing.ShardWatches;
import dev.nightjar.mirror.tailing.StreamFollower;
import dev.nightjar.mirror.tailing.TableWatch;
import dev.nightjar.mirror.tailing.Tail;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What shards cost that have no changes: each question goes to AWS and is answered with nothing.
 *
 * @param plan what was watched
 * @param callsPerSecond GetRecords calls
 * @param coreShare of one core, 1 for all of it: everything that this process does meanwhile
 * @param heapBytes that are in use after a collection
 */
public record IdleShards(Plan plan, double callsPerSecond, double coreShare, long heapBytes) {

  /**
   * What to watch.
   *
   * @param shards that are open and idle
   * @param settle how long they are left alone before
   * @param watched how long it is measured
   */
  public record Plan(int shards, Duration settle, Duration watched) {}

  /**
   * Follows a stream whose shards are all one idle shard of a real one.
   *
   * @param streams that one's client
   * @param streamArn that one
   * @throws IllegalStateException if a reader fails
   */
  public static IdleShards measure(
      ClickHouse clickHouse, Path folder, Plan plan, StreamClient streams, String streamArn) {
    ScriptedMirror mirror = new ScriptedMirror(TableName.of("idle"));
    IdleStream stream = new IdleStream(plan.shards(), streams, streamArn);
    mirror.createTables(clickHouse);
    try (StateDatabase state = mirror.open(folder);
        Threads threads = new Threads()) {
      Tail tail = mirror.tail(clickHouse, state, stream);
      ShardWatches watches = new ShardWatches(Clock.systemUTC(), tail.awsTime());
      threads.start(
          "follower",
          new StreamFollower(tail, new TableWatch(new NoTables()), threads::start, watches)::run);
      Pause.REAL.sleep(plan.settle());
      long calls = stream.calls();
      long cpu = cpuNanos();
      long begin = System.nanoTime();
      Pause.REAL.sleep(plan.watched());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double core = (cpuNanos() - cpu) / 1e9 / seconds;
      double rate = (stream.calls() - calls) / seconds;
      threads.check();
      return new IdleShards(plan, rate, core, usedHeap());
    } finally {
      mirror.dropTables(clickHouse);
    }
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The readers' threads; the first failure of one is kept. */
  private static final class Threads implements AutoCloseable {
    private final Queue<Thread> all = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Optional<Throwable>> failure =
        new AtomicReference<>(Optional.empty());
    private volatile boolean stopping;

    void start(String name, dev.nightjar.mirror.batch.Tasks.Task task) {
      all.add(
          Thread.ofVirtual()
              .name(name)
              .start(() -> {
                try {
                  task.run();
                } catch (InterruptedException | RuntimeException | Error e) {
                  if (!stopping) {
                    failure.set(Optional.of(e));
                  }
                }
              }));
    }

    void check() {
      failure
          .get()
          .ifPresent(cause -> {
            throw new IllegalStateException("an idle shard could not be read", cause);
          });
    }

    @Override
    public void close() {
      stopping = true;
      all.forEach(Thread::interrupt);
      for (Thread thread : all) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
