package dev.nightjar.benchmarks.backfill;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;

/**
 * ClickHouse by itself: {@code INSERT … SELECT} from the same files on the local disk, with the
 * keys (and what columns the data source has) extracted, and the item kept as DynamoDB's typed
 * JSON. Neither counts nor checksums are looked at.
 */
final class SqlContender implements Contender {
  private final ExportFiles export;

  SqlContender(ExportFiles export) {
    this.export = export;
  }

  @Override
  public String name() {
    return "clickhouse_sql";
  }

  @Override
  public void fill(Target target) {
    String typed =
        target.dialect() == Dialect.CLASSIC
            ? """
            JSONExtractString(json, 'Item', 'total', 'N') AS total,
            JSONExtractString(json, 'Item', 'state', 'S') AS state,
            JSONExtractString(json, 'Item', 'version', 'N') AS version,
            JSONExtractBool(json, 'Item', 'paid', 'BOOL') AS paid,
            """
            : "";
    String columns = target.dialect() == Dialect.CLASSIC ? "total, state, version, paid, " : "";
    target
        .clickHouse()
        .execute(
            Statement.of(
                    "INSERT INTO "
                        + target.name().sql()
                        + " (customer, placed_at, "
                        + columns
                        + "_record, _timestamp, _event_name, _is_deleted, _version) SELECT"
                        + " JSONExtractString(json, 'Item', 'customer', 'S') AS customer,"
                        + " JSONExtractString(json, 'Item', 'placed_at', 'S') AS placed_at, "
                        + typed
                        + "JSONExtractRaw(json, 'Item') AS _record,"
                        + " toDateTime64(1721900000, 3) AS _timestamp, 'EXPORT' AS _event_name,"
                        + " 0 AS _is_deleted, toUInt256(1) AS _version FROM file("
                        + Sql.string(export.folder().toAbsolutePath() + "/*.json.gz")
                        + ", 'JSONAsString', 'json String')")
                .setting("insert_allow_materialized_columns", "1")
                .setting("async_insert", "0"));
  }
}
