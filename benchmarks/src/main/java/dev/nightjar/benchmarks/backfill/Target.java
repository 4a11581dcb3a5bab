package dev.nightjar.benchmarks.backfill;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.row.MirroredSchema;

/**
 * An empty mirrored table, the same for whoever fills it: engine, columns, and settings that sync
 * every part to disk.
 *
 * @param clickHouse where it is
 * @param name the table
 * @param dialect what it is made from
 * @param schema the same, compiled
 */
record Target(ClickHouse clickHouse, TableName name, Dialect dialect, MirroredSchema schema)
    implements AutoCloseable {
  private static final int REMEMBERED_INSERTS = 1000;

  static Target create(ClickHouse clickHouse, String name, Dialect dialect) {
    TableName table = TableName.of(name);
    MirroredSchema schema = dialect.schema();
    clickHouse.execute(schema.table(table, REMEMBERED_INSERTS, "").create());
    clickHouse.execute(
        MirroredSchema.quarantine(MirrorSpec.quarantineOf(table), REMEMBERED_INSERTS, "").create());
    return new Target(clickHouse, table, dialect, schema);
  }

  /** Fails unless the table holds so many different items, each with its record. */
  void check(long items) {
    var row =
        clickHouse
            .rows(
                Query.of(
                    "SELECT count() AS rows, uniqExact(customer, placed_at) AS keys,"
                        + " countIf(_record != '') AS records FROM "
                        + name.sql()))
            .single();
    for (String column : new String[] {"rows", "keys", "records"}) {
      if (row.number(column) != items) {
        throw new IllegalStateException(
            column + " of " + name + ": " + row.number(column) + ", and not " + items);
      }
    }
  }

  /** Drops it. */
  @Override
  public void close() {
    clickHouse.execute("DROP TABLE " + name.sql() + " SYNC");
    clickHouse.execute("DROP TABLE " + MirrorSpec.quarantineOf(name).sql() + " SYNC");
  }
}
