package dev.nightjar.benchmarks.tailing;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.benchmarks.sample.NoRetries;
import dev.nightjar.cli.demo.Latencies;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Tuning;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.InsertPacer;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.tailing.AwsTime;
import dev.nightjar.mirror.tailing.ShardWatches;
import dev.nightjar.mirror.tailing.StreamFollower;
import dev.nightjar.mirror.tailing.TableWatch;
import dev.nightjar.mirror.tailing.Tail;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of a scripted stream's changes, on the whole way: shard readers, rows, the ledger,
 * inserts that are synced to disk.
 *
 * @param script what there was
 * @param seconds from the beginning until the last change could be queried
 * @param inserts that brought the changes in
 * @param p50Millis age of the changes when they could be queried, the median
 * @param p99Millis the same, of all but one of a hundred
 */
public record Tailing(Script script, double seconds, long inserts, long p50Millis, long p99Millis) {
  private static final long MEMORY = 64L << 20;
  private static final String MIRROR = "orders";
  private static final Tuning TUNING = Tuning.STANDARD;

  /** Changes a second. */
  public double changesPerSecond() {
    return script.changes() / seconds;
  }

  /**
   * Follows a stream from its beginning to the end of all its shards.
   *
   * @param folder for the state database
   * @throws IllegalStateException if a change is missing, or anything had to be tried twice
   */
  public static Tailing run(ClickHouse clickHouse, Path folder, String name, Script script) {
    return new Run(clickHouse, folder, TableName.of(name), script).run();
  }

  private static final class Run {
    private final ClickHouse clickHouse;
    private final Path folder;
    private final TableName table;
    private final Script script;
    private final ScriptedStream stream;
    private final MirroredSchema schema = Dialect.FORWARD.schema();
    private final Latencies freshness = new Latencies();
    private final AtomicLong inserts = new AtomicLong();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Long> end = new CompletableFuture<>();

    Run(ClickHouse clickHouse, Path folder, TableName table, Script script) {
      this.clickHouse = clickHouse;
      this.folder = folder;
      this.table = table;
      this.script = script;
      this.stream = new ScriptedStream(script, new Items(ItemSize.SMALL));
    }

    Tailing run() {
      TableName quarantine = MirrorSpec.quarantineOf(table);
      clickHouse.execute(schema.table(table, 1000, "").create());
      clickHouse.execute(MirroredSchema.quarantine(quarantine, 1000, "").create());
      try (StateDatabase state = StateDatabase.open(folder.resolve(table.name()))) {
        LedgerTables.migrate(state);
        StoredMirror mirror = stored();
        new MirrorStore(state, Clock.systemUTC()).insert(mirror);
        long nanos = follow(state, mirror);
        check();
        return new Tailing(
            script,
            nanos / 1e9,
            inserts.get(),
            freshness.percentile(0.5),
            freshness.percentile(0.99));
      } finally {
        clickHouse.execute("DROP TABLE " + table.sql() + " SYNC");
        clickHouse.execute("DROP TABLE " + quarantine.sql() + " SYNC");
      }
    }

    private long follow(StateDatabase state, StoredMirror mirror) {
      Tail tail = tail(state, mirror);
      stream.begin();
      start(
          "follower",
          () ->
              new StreamFollower(
                      tail,
                      new TableWatch(new NoTables()),
                      this::start,
                      new ShardWatches(Clock.systemUTC(), tail.awsTime()))
                  .run());
      try {
        return end.join() - stream.beganAt();
      } catch (CompletionException e) {
        throw new IllegalStateException("the stream could not be followed", e.getCause());
      } finally {
        threads.forEach(Thread::interrupt);
        threads.forEach(Run::join);
      }
    }

    private static void join(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void start(String name, dev.nightjar.mirror.batch.Tasks.Task task) {
      threads.add(
          Thread.ofVirtual()
              .name(name)
              .start(() -> {
                try {
                  task.run();
                } catch (InterruptedException e) {
                  end.completeExceptionally(e);
                } catch (RuntimeException | Error e) {
                  end.completeExceptionally(e);
                }
              }));
    }

    private Tail tail(StateDatabase state, StoredMirror mirror) {
      WatchedClickHouse watched = new WatchedClickHouse(clickHouse, this::inserted);
      Retries retries = new NoRetries();
      Ledger ledger = new Ledger(state, Clock.systemUTC());
      TableName quarantine = MirrorSpec.quarantineOf(table);
      return new Tail(
          mirror,
          generation(),
          schema,
          stream,
          new ShardStore(state, MIRROR, ScriptedStream.ARN),
          ledger,
          new BatchInserter(
              watched,
              ledger,
              new Prober(clickHouse, table, quarantine, schema),
              table,
              quarantine,
              retries,
              Sleeper.SYSTEM),
          new Partitions(clickHouse, schema, retries, Sleeper.SYSTEM),
          new InsertPacer(TUNING.insertInterval()),
          new MemoryShare(MEMORY, new BatchLimits(TUNING.batchRows(), TUNING.batchBytes())),
          retries,
          TUNING,
          Clock.systemUTC(),
          new AwsTime(Clock.systemUTC()),
          Sleeper.SYSTEM);
    }

    /** A batch's token names its shard and its first and last sequence number. */
    private void inserted(String token, int rows) {
      long now = System.nanoTime();
      String[] words = token.split(" ");
      String[] range = words[3].split("-");
      long first = PageTemplate.placeOf(range[0]);
      long last = PageTemplate.placeOf(range[1]);
      if (last - first + 1 != rows) {
        end.completeExceptionally(
            new IllegalStateException(rows + " rows for the changes of " + token));
      }
      for (long place = first; place <= last; place++) {
        freshness.add((now - stream.beganAt() - script.dueNanos(place)) / 1_000_000);
      }
      inserts.incrementAndGet();
      if (freshness.count() == script.changes()) {
        end.complete(now);
      }
    }

    /** Of each item the newest change is there; the numbers of all changes were seen going in. */
    private void check() {
      long items =
          (long) script.shards() * Math.min(PageTemplate.RECORDS, script.changesPerShard());
      long there =
          clickHouse
              .rows(
                  Query.of(
                      "SELECT count() AS items FROM "
                          + table.sql()
                          + " FINAL WHERE _event_name = 'MODIFY'"))
              .single()
              .number("items");
      if (there != items) {
        throw new IllegalStateException(there + " items are there, and not " + items);
      }
    }

    private static Generation generation() {
      Instant now = Instant.now();
      return new Generation(
          MIRROR,
          1,
          now,
          ScriptedStream.ARN,
          now,
          "token",
          Optional.of(now),
          Optional.of("arn:export"),
          Optional.of("COMPLETED"),
          Optional.of(now.minus(Duration.ofMinutes(1))),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    private StoredMirror stored() {
      return new StoredMirror(
          MIRROR,
          "incarnation",
          "main",
          MIRROR,
          Dialect.FORWARD.file(),
          table,
          "uuid",
          schema.fingerprint(),
          Dialect.KEYS,
          "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
          "table-id",
          "orders-exports",
          new RoleTarget("arn:aws:iam::123456789012:role/bench", "us-east-1", List.of()),
          MirrorState.LIVE,
          MirrorState.LIVE,
          Instant.EPOCH,
          Optional.empty(),
          Optional.empty(),
          1);
    }
  }
}
