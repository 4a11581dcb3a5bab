package dev.nightjar.benchmarks.tailing;

import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.benchmarks.sample.WatchedClickHouse;
import dev.nightjar.cli.demo.Latencies;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.tailing.ShardWatches;
import dev.nightjar.mirror.tailing.StreamFollower;
import dev.nightjar.mirror.tailing.TableWatch;
import dev.nightjar.mirror.tailing.Tail;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What became of a scripted stream's changes, on the whole way: shard readers, rows, the ledger,
 * inserts that are synced to disk.
 *
 * @param script what there was
 * @param seconds from the beginning until the last change could be queried
 * @param inserts that brought the changes in
 * @param mostInsertsInASecond the most of them that ended within any one second
 * @param parts that the table has at the end, those that wait for a merge included
 * @param p50Millis age of the changes when they could be queried, the median
 * @param p99Millis the same, of all but one of a hundred
 */
public record Tailing(
    Script script,
    double seconds,
    long inserts,
    int mostInsertsInASecond,
    long parts,
    long p50Millis,
    long p99Millis) {
  /** Changes that an insert brought in, on average. */
  public double changesPerInsert() {
    return (double) script.changes() / inserts;
  }

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
    private static final long SECOND = 1_000_000_000;

    private final ClickHouse clickHouse;
    private final Path folder;
    private final Script script;
    private final ScriptedStream stream;
    private final ScriptedMirror mirror;
    private final Latencies freshness = new Latencies();
    private final List<Long> inserts = new CopyOnWriteArrayList<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Long> end = new CompletableFuture<>();

    Run(ClickHouse clickHouse, Path folder, TableName table, Script script) {
      this.clickHouse = clickHouse;
      this.folder = folder;
      this.mirror = new ScriptedMirror(table);
      this.script = script;
      this.stream = new ScriptedStream(script, new Items(ItemSize.SMALL));
    }

    Tailing run() {
      mirror.createTables(clickHouse);
      try (StateDatabase state = mirror.open(folder)) {
        long nanos = follow(state);
        check();
        return new Tailing(
            script,
            nanos / 1e9,
            inserts.size(),
            mostInsertsInASecond(),
            parts(),
            freshness.percentile(0.5),
            freshness.percentile(0.99));
      } finally {
        mirror.dropTables(clickHouse);
      }
    }

    private long follow(StateDatabase state) {
      Tail tail = tail(state);
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

    private Tail tail(StateDatabase state) {
      Ledger ledger = new Ledger(state, Clock.systemUTC());
      WatchedClickHouse watched =
          new WatchedClickHouse(
              clickHouse,
              (token, rows) -> inserted(System.nanoTime(), planned(ledger, token), rows));
      return mirror.tail(watched, state, stream);
    }

    private static Batch planned(Ledger ledger, String token) {
      return ledger.planned(ScriptedMirror.ID).stream()
          .filter(batch -> batch.token().equals(token))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no batch has the token " + token));
    }

    private void inserted(long now, Batch batch, int rows) {
      if (batch.counts().rows() != rows) {
        end.completeExceptionally(
            new IllegalStateException(rows + " rows for the changes of " + batch));
      }
      for (ShardRange range : batch.ranges()) {
        long first = PageTemplate.placeOf(range.first());
        long last = PageTemplate.placeOf(range.last());
        for (long place = first; place <= last; place++) {
          freshness.add((now - stream.beganAt() - script.dueNanos(place)) / 1_000_000);
        }
      }
      inserts.add(now);
      if (freshness.count() == script.changes()) {
        end.complete(now);
      }
    }

    private int mostInsertsInASecond() {
      int most = 0;
      int first = 0;
      for (int i = 0; i < inserts.size(); i++) {
        while (inserts.get(i) - inserts.get(first) >= SECOND) {
          first++;
        }
        most = Math.max(most, i + 1 - first);
      }
      return most;
    }

    private long parts() {
      return clickHouse
          .rows(
              Query.builder(
                      "SELECT count() AS parts FROM system.parts WHERE active"
                          + " AND database = currentDatabase() AND table = {table:String}")
                  .parameter("table", mirror.table().name())
                  .build())
          .single()
          .number("parts");
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
                          + mirror.table().sql()
                          + " FINAL WHERE _event_name = 'MODIFY'"))
              .single()
              .number("items");
      if (there != items) {
        throw new IllegalStateException(there + " items are there, and not " + items);
      }
    }
  }
}
