package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;

/**
 * Reads and writes tables' comments. On a cluster each replica has its own: the one with the
 * highest epoch counts, and a replica that is away is not waited for.
 */
final class CommentedTable {
  /** One generation's share of the versions: depth and sequence number have 192 bits. */
  private static final String ONE_GENERATION = "toUInt256('" + BigInteger.ONE.shiftLeft(192) + "')";

  private static final TableName TABLES = new TableName("system", "tables");

  private final ClickHouse clickHouse;
  private final TableName table;

  CommentedTable(ClickHouse clickHouse, TableName table) {
    this.clickHouse = clickHouse;
    this.table = table;
  }

  /** The comment; one without words where there is no such table. */
  TableComment read() {
    return find().orElse(new TableComment("", Optional.empty()));
  }

  /** The comment; empty where there is no such table. */
  Optional<TableComment> find() {
    Query.Builder query =
        Query.builder(
                "SELECT comment FROM "
                    + clickHouse.layout().everywhere(TABLES)
                    + " WHERE database = {database:String} AND name = {table:String}")
            .parameter("database", table.database())
            .parameter("table", table.name());
    if (clickHouse.layout().cluster().isPresent()) {
      query.setting("skip_unavailable_shards", "1");
    }
    return clickHouse.rows(query.build()).list().stream()
        .map(row -> TableComment.parse(row.string("comment")))
        .max(Comparator.comparingLong(comment -> comment.mark().map(OwnerMark::epoch).orElse(-1L)));
  }

  void write(TableComment comment) {
    Statement statement =
        Statement.of(Ddl.in(clickHouse.layout()).comment(table, comment.text()))
            .in(table.database());
    if (clickHouse.layout().cluster().isPresent()) {
      statement =
          statement
              .setting("distributed_ddl_output_mode", "null_status_on_timeout")
              .setting("distributed_ddl_task_timeout", "20");
    }
    clickHouse.execute(statement);
  }

  /** The highest generation among the table's rows; 0 if there are none. Reads one column. */
  long highestGeneration(String versionColumn) {
    return clickHouse
        .rows(
            Query.of(
                "SELECT toUInt64(intDiv(max("
                    + Sql.identifier(versionColumn)
                    + "), "
                    + ONE_GENERATION
                    + ")) AS generation FROM "
                    + clickHouse.layout().everywhere(table)))
        .single()
        .number("generation");
  }
}
