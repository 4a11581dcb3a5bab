package dev.nightjar.clickhouse.testing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.Layout;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A database of the shared engine for one test class; dropped after it.
 *
 * @param name its name
 * @param access the way to it
 */
public record TestDatabase(String name, Supplier<ClickHouse> access) implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** A new one with a name that tells whose it is. */
  public static TestDatabase fresh(String owner) {
    return fresh(owner, EmbeddedEngine::shared);
  }

  /** The same, for those who go to the engine another way. */
  public static TestDatabase fresh(String owner, Supplier<ClickHouse> access) {
    TestDatabase database =
        new TestDatabase(owner.toLowerCase(Locale.ROOT) + "_" + COUNT.incrementAndGet(), access);
    EmbeddedEngine.shared().execute(Ddl.in(Layout.SINGLE).dropDatabase(database.name));
    EmbeddedEngine.shared().execute(Ddl.in(Layout.SINGLE).createDatabase(database.name));
    return database;
  }

  /** The engine that it is in. */
  public ClickHouse clickHouse() {
    return access.get();
  }

  /** A table of it. */
  public TableName table(String table) {
    return new TableName(name, table);
  }

  /** Runs a statement in it. */
  public void execute(String sql) {
    clickHouse().execute(Statement.of(sql).in(name));
  }

  /** The result of a query in it as text: rows separated by line breaks, values by tabs. */
  public String text(String sql) {
    return clickHouse()
        .query(Query.builder(sql).database(name).format("TSVRaw").build())
        .text()
        .stripTrailing();
  }

  /** The values of a query's first column; NULL as the text "NULL". */
  public List<String> rows(String sql) {
    Rows rows = clickHouse().rows(Query.builder(sql).database(name).build());
    String column = rows.columns().getFirst();
    return rows.list().stream().map(row -> row.value(column).orElse("NULL")).toList();
  }

  @Override
  public void close() {
    EmbeddedEngine.shared().execute(Ddl.in(Layout.SINGLE).dropDatabase(name));
  }
}
