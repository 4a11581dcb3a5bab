package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.RowsInsert;
import java.io.IOException;
import java.io.InputStream;

/**
 * A ClickHouse into which nothing is inserted once the mirror's table is somebody else's, and of
 * which no insert counts that came in after a restart.
 */
public final class FencedClickHouse extends ForwardingClickHouse {
  private final TableFence fence;

  @FunctionalInterface
  private interface Inserting<E extends Exception> {
    InsertResult insert() throws E;
  }

  /** A fence in front of a ClickHouse, which is not closed with it. */
  public FencedClickHouse(ClickHouse real, TableFence fence) {
    super(real);
    this.fence = fence;
  }

  @Override
  public InsertResult insert(Insert insert) {
    return fenced(() -> real().insert(insert));
  }

  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    return fenced(() -> real().load(insert, rows));
  }

  private <E extends Exception> InsertResult fenced(Inserting<E> inserting) throws E {
    fence.beforeInsert();
    InsertResult result;
    try {
      result = inserting.insert();
    } catch (ClickHouseException e) {
      fence.insertFailed();
      throw e;
    }
    fence.afterInsert();
    return result;
  }

  /** Leaves the real one open: it belongs to whoever opened it. */
  @Override
  public void close() {}
}
