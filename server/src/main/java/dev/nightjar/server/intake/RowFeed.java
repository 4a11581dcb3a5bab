package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.server.tables.StagingTables;
import java.io.IOException;

/** Puts staged rows where ClickHouse can read them. */
interface RowFeed {

  /** Rows that ClickHouse can read, until this is closed. */
  interface Readable extends AutoCloseable {
    /** Where they are, as it stands after FROM. */
    String source();

    @Override
    void close();
  }

  /**
   * Makes them readable.
   *
   * @param database the workspace's
   * @throws IOException when the staged rows cannot be read
   */
  Readable offer(StagedRows rows, String database) throws IOException;

  /** For an engine in this process, which reads the file. */
  static RowFeed ofFiles() {
    return (rows, database) ->
        new Readable() {
          @Override
          public String source() {
            return "file("
                + Sql.string(rows.file().toAbsolutePath().toString())
                + ", 'RowBinary', "
                + Sql.string(rows.shape().structure())
                + ")";
          }

          @Override
          public void close() {
            // the file belongs to whoever staged the rows
          }
        };
  }

  /** For a ClickHouse somewhere else: into a table of their own first. */
  static RowFeed ofTables(StagingTables tables) {
    return (rows, database) -> {
      StagingTables.Staging staging =
          tables.load(database, rows.shape().stagedColumns(), "RowBinary", rows.open());
      return new Readable() {
        @Override
        public String source() {
          return staging.table().sql();
        }

        @Override
        public void close() {
          staging.close();
        }
      };
    };
  }
}
