package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import java.io.IOException;
import java.io.InputStream;

/** A ClickHouse into which nothing is inserted once the mirror's table is somebody else's. */
public final class FencedClickHouse implements ClickHouse {
  private final ClickHouse real;
  private final TableFence fence;

  /** A fence in front of a ClickHouse, which is not closed with it. */
  public FencedClickHouse(ClickHouse real, TableFence fence) {
    this.real = real;
    this.fence = fence;
  }

  @Override
  public InsertResult insert(Insert insert) {
    fence.beforeInsert();
    return real.insert(insert);
  }

  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    fence.beforeInsert();
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
  public Layout layout() {
    return real.layout();
  }

  @Override
  public SqlInspector inspector() {
    return real.inspector();
  }

  /** Leaves the real one open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
