package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An {@code ALTER} that rewrites a table's parts. ClickHouse goes on with one that nobody waits for
 * any more; so an interrupt of whoever waits kills it.
 *
 * @see <a href="https://clickhouse.com/docs/sql-reference/statements/kill#kill-mutation">KILL
 *     MUTATION</a>
 */
final class Mutation {
  private static final long BETWEEN_LOOKS_MILLIS = 50;

  private final ClickHouse clickHouse;

  Mutation(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Runs it while nobody else changes the table so.
   *
   * @param statement waits for its end ({@code mutations_sync})
   * @throws dev.nightjar.server.http.HttpProblem 503 when it was broken off; the thread's interrupt
   *     flag is set then
   */
  void run(TableName table, Statement statement) {
    Set<String> others = unfinished(table);
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("mutation")
        .start(() -> {
          try {
            clickHouse.execute(statement);
            ended.complete(null);
          } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
          }
        });
    try {
      ended.get();
    } catch (InterruptedException e) {
      kill(table, others, ended);
      Thread.currentThread().interrupt();
      if (ended.isCompletedExceptionally()) {
        throw PartlyStored.partlyDeleted(table);
      }
    } catch (ExecutionException e) {
      throw failed(table, others, thrown(e));
    }
  }

  /** Until it has ended: an interrupt may come before ClickHouse knows of it. */
  private void kill(TableName table, Set<String> others, CompletableFuture<Void> ended) {
    while (!hasEnded(ended)) {
      killUnfinished(table, others);
    }
  }

  private void killUnfinished(TableName table, Set<String> others) {
    for (String mutation : unfinished(table)) {
      if (!others.contains(mutation)) {
        clickHouse.execute(
            "KILL MUTATION WHERE database = "
                + Sql.string(table.database())
                + " AND table = "
                + Sql.string(table.name())
                + " AND mutation_id = "
                + Sql.string(mutation));
      }
    }
  }

  /** ClickHouse tries one that fails again and again. */
  private RuntimeException failed(TableName table, Set<String> others, RuntimeException failure) {
    try {
      killUnfinished(table, others);
    } catch (ClickHouseException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static boolean hasEnded(CompletableFuture<Void> ended) {
    try {
      ended.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | InterruptedException _) {
      // asked to end once more: that is under way
      return false;
    } catch (ExecutionException _) {
      // as it does when it was killed
      return true;
    }
  }

  private Set<String> unfinished(TableName table) {
    Set<String> ids = new HashSet<>();
    for (Row row :
        clickHouse.rows(
            Query.builder(
                    "SELECT mutation_id FROM system.mutations WHERE NOT is_done"
                        + " AND database = {database:String} AND table = {table:String}")
                .parameter("database", table.database())
                .parameter("table", table.name())
                .build())) {
      ids.add(row.string("mutation_id"));
    }
    return ids;
  }

  private static RuntimeException thrown(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      default -> new IllegalStateException(e.getCause());
    };
  }
}
