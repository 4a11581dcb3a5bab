package dev.nightjar.clickhouse;

import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import java.io.IOException;
import java.io.InputStream;

/**
 * A ClickHouse in front of another one. Every call is passed on, also those that {@link ClickHouse}
 * has a default for: what stands in front changes only what it says that it changes.
 */
public abstract class ForwardingClickHouse implements ClickHouse {
  private final ClickHouse real;

  /** One in front of that one. */
  protected ForwardingClickHouse(ClickHouse real) {
    this.real = real;
  }

  /**
   * The one that a call is passed on to; asked for every call.
   *
   * @throws UnavailableException if calls are not passed on now
   */
  protected ClickHouse real() {
    return real;
  }

  @Override
  public void execute(Statement statement) {
    real().execute(statement);
  }

  @Override
  public void executeUnlessInterrupted(Statement statement) {
    real().executeUnlessInterrupted(statement);
  }

  @Override
  public QueryResult query(Query query) {
    return real().query(query);
  }

  @Override
  public QueryStream stream(Query query) {
    return real().stream(query);
  }

  @Override
  public InsertResult insert(Insert insert) {
    return real().insert(insert);
  }

  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    return real().load(insert, rows);
  }

  @Override
  public boolean isRunning(String queryId) {
    return real().isRunning(queryId);
  }

  @Override
  public MergePause pauseMerges(TableName table) {
    return real().pauseMerges(table);
  }

  @Override
  public String version() {
    return real().version();
  }

  @Override
  public Layout layout() {
    return real().layout();
  }

  @Override
  public boolean restartsByItself() {
    return real().restartsByItself();
  }

  @Override
  public SqlInspector inspector() {
    return real().inspector();
  }

  /** Leaves the real one open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
