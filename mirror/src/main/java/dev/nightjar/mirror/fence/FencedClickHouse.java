package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.RowsInsert;
import java.io.IOException;
import java.io.InputStream;

/** A ClickHouse into which nothing is inserted once the mirror's table is somebody else's. */
public final class FencedClickHouse extends ForwardingClickHouse {
  private final TableFence fence;

  /** A fence in front of a ClickHouse, which is not closed with it. */
  public FencedClickHouse(ClickHouse real, TableFence fence) {
    super(real);
    this.fence = fence;
  }

  @Override
  public InsertResult insert(Insert insert) {
    fence.beforeInsert();
    return real().insert(insert);
  }

  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    fence.beforeInsert();
    return real().load(insert, rows);
  }

  /** Leaves the real one open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
