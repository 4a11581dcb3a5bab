package dev.nightjar.clickhouse;

import java.io.IOException;
import java.io.InputStream;

/** Takes rows of any of ClickHouse's input formats, as they come. */
public interface RowSink {

  /**
   * Inserts rows until there are no more. ClickHouse reads on only as fast as it stores; what it
   * has stored stays, also when a later row fails.
   *
   * @param rows read on another thread while the caller waits; not closed
   * @throws IOException when the rows cannot be read; nothing more is inserted then
   * @throws ClickHouseException as for {@link ClickHouse#execute(Statement)}
   */
  InsertResult load(RowsInsert insert, InputStream rows) throws IOException;
}
