package dev.nightjar.benchmarks.sample;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import java.io.IOException;
import java.io.InputStream;

/** A ClickHouse that tells when an insert is acknowledged: its rows can be queried from then on. */
public final class WatchedClickHouse implements ClickHouse {
  private final ClickHouse real;
  private final Listener listener;

  /** Is told of inserts. */
  @FunctionalInterface
  public interface Listener {
    /** One is acknowledged. */
    void inserted(String token, int rows);
  }

  /** One that tells a listener; closing it leaves the real one open. */
  public WatchedClickHouse(ClickHouse real, Listener listener) {
    this.real = real;
    this.listener = listener;
  }

  @Override
  public InsertResult insert(Insert insert) {
    InsertResult result = real.insert(insert);
    listener.inserted(insert.deduplicationToken().orElseThrow(), insert.block().rows());
    return result;
  }

  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    return real.load(insert, rows);
  }

  @Override
  public void execute(Statement statement) {
    real.execute(statement);
  }

  @Override
  public QueryResult query(Query query) {
    return real.query(query);
  }

  @Override
  public QueryStream stream(Query query) {
    return real.stream(query);
  }

  @Override
  public boolean isRunning(String queryId) {
    return real.isRunning(queryId);
  }

  @Override
  public String version() {
    return real.version();
  }

  @Override
  public SqlInspector inspector() {
    return real.inspector();
  }

  /** Leaves the real one open. */
  @Override
  public void close() {}
}
