package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.row.KeyColumn;
import dev.nightjar.mirror.row.MirroredSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks into the tables for the row that proves a batch's arrival; on a cluster into those of all
 * replicas that are there, since one of them may be behind.
 */
public final class Prober {
  private final ClickHouse clickHouse;
  private final TableName table;
  private final TableName quarantine;
  private final List<KeyColumn> keys;
  private final String versionColumn;

  /** A prober of a mirrored table and its quarantine. */
  public Prober(
      ClickHouse clickHouse, TableName table, TableName quarantine, MirroredSchema schema) {
    this.clickHouse = clickHouse;
    this.table = table;
    this.quarantine = quarantine;
    this.keys = schema.keys();
    this.versionColumn = schema.versionColumn();
  }

  /**
   * Whether the table holds the probe's key with its version or a higher one (merges remove the
   * lower ones).
   */
  public boolean holds(Probe probe) {
    return switch (probe.target()) {
      case TABLE -> holdsRow(probe);
      case QUARANTINE -> holdsQuarantined(probe);
    };
  }

  private boolean holdsRow(Probe probe) {
    String conditions =
        IntStream.range(0, keys.size())
            .mapToObj(i -> keys.get(i).equalsParameter("key" + i))
            .collect(Collectors.joining(" AND "));
    Query.Builder query =
        Query.builder(
                "SELECT count() > 0 AS present FROM "
                    + clickHouse.layout().everywhere(table)
                    + " WHERE "
                    + conditions
                    + " AND "
                    + Sql.identifier(versionColumn)
                    + " >= {version:UInt256}")
            .parameter("version", probe.version().toString())
            .setting("precise_float_parsing", "1");
    for (int i = 0; i < keys.size(); i++) {
      query.parameter("key" + i, probe.key().get(i));
    }
    return clickHouse.rows(query.build()).single().flag("present");
  }

  private boolean holdsQuarantined(Probe probe) {
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT count() > 0 AS present FROM "
                        + clickHouse.layout().everywhere(quarantine)
                        + " WHERE "
                        + Sql.identifier(MirroredSchema.VERSION_COLUMN)
                        + " = {version:UInt256}")
                .parameter("version", probe.version().toString())
                .build())
        .single()
        .flag("present");
  }
}
