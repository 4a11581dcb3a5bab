package dev.nightjar.mirror.sample;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.mirror.ledger.StateDatabase;

/**
 * The tables whose only rows are those of samples. A mirror that begins on one begins with an empty
 * table: its export brings what the sample has, and items that were deleted meanwhile do not stay.
 */
public final class SampledTables {
  private final StateDatabase database;
  private final ClickHouse clickHouse;

  /** Those that a state database with up-to-date tables knows of. */
  public SampledTables(StateDatabase database, ClickHouse clickHouse) {
    this.database = database;
    this.clickHouse = clickHouse;
  }

  /**
   * Remembers that rows of a sample are about to come into a table, unless others are there.
   *
   * @param uuid of the table
   */
  public void remember(TableName table, String uuid) {
    if (isEmpty(table)) {
      database.transaction(handle ->
          handle
              .createUpdate("INSERT OR IGNORE INTO sampled_table (table_uuid) VALUES (:uuid)")
              .bind("uuid", uuid)
              .execute());
    }
  }

  /**
   * Takes the sample's rows out of a table; where there are others, does nothing.
   *
   * @param uuid of the table
   */
  public void clear(TableName table, String uuid) {
    boolean sampled =
        database.transaction(handle ->
            handle
                .createQuery("SELECT count(*) FROM sampled_table WHERE table_uuid = :uuid")
                .bind("uuid", uuid)
                .mapTo(Integer.class)
                .one())
            > 0;
    if (sampled) {
      // a crash in between finds an empty table, which may be cleared again
      clickHouse.execute(Ddl.in(clickHouse.layout()).truncate(table));
      database.transaction(handle ->
          handle
              .createUpdate("DELETE FROM sampled_table WHERE table_uuid = :uuid")
              .bind("uuid", uuid)
              .execute());
    }
  }

  private boolean isEmpty(TableName table) {
    return clickHouse
        .rows(Query.of("SELECT 1 AS one FROM " + table.sql() + " LIMIT 1"))
        .list()
        .isEmpty();
  }
}
