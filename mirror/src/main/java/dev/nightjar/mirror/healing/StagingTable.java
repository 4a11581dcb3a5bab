package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.row.TombstoneRows;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The list of deleted items in ClickHouse, beside the mirrored table: each item's last row, with an
 * ordinal from 1 on, so that a range of them is the same rows whenever it is read.
 */
final class StagingTable {
  private static final String ORDINAL = Sql.identifier("nightjar-ordinal");
  private static final String BYTES = Sql.identifier("nightjar-bytes");

  /** Rows can have 400 KB: as many as ClickHouse holds at once of each stream without effort. */
  private static final String FEW_ROWS = "512";

  private static final int VERSION_BITS = 192;

  /** A range comes as one block: nothing cuts it between the sort and the answer. */
  private static final Map<String, String> ONE_BLOCK =
      Map.of(
          "max_block_size",
          Integer.toString(BatchLimits.MOST_ROWS),
          "preferred_block_size_bytes",
          "0",
          "preferred_max_column_in_block_size_bytes",
          "0",
          "max_threads",
          "1",
          "optimize_read_in_order",
          "0",
          "max_bytes_before_external_sort",
          "0");

  private final ClickHouse clickHouse;
  private final TableName table;
  private final TableName staging;
  private final MirroredSchema schema;
  private final List<ColumnDefinition> columns;
  private final long generation;
  private final Map<String, String> settings;

  /**
   * A staging table, whether it is there or not.
   *
   * @param settings of {@link CompleteReading}
   */
  StagingTable(
      ClickHouse clickHouse,
      TableName table,
      MirroredSchema schema,
      TombstoneRows rows,
      long generation,
      Map<String, String> settings) {
    this.clickHouse = clickHouse;
    this.table = table;
    this.staging = of(table);
    this.schema = schema;
    this.columns = rows.lastRowColumns();
    this.generation = generation;
    this.settings = settings;
  }

  static TableName of(TableName table) {
    return MirrorSpec.deletedOf(table);
  }

  /** Drops the staging table of a mirrored table, if there is one. */
  static void drop(ClickHouse clickHouse, TableName table) {
    clickHouse.execute(Ddl.in(clickHouse.layout()).drop(of(table)));
  }

  /** Its UUID; empty if it is not there. */
  Optional<String> uuid() {
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT toString(uuid) AS uuid FROM system.tables"
                        + " WHERE database = {database:String} AND name = {table:String}")
                .parameter("database", staging.database())
                .parameter("table", staging.name())
                .build())
        .list()
        .stream()
        .findFirst()
        .map(row -> row.string("uuid"));
  }

  /**
   * What there is to delete.
   *
   * @param deleted items whose last row is of an older generation
   * @param items items of the table, those included
   */
  record Count(long deleted, long items) {}

  Count count() {
    awaitReplicas(table);
    Row row =
        clickHouse
            .rows(
                query(
                        "SELECT countIf(%s) AS deleted, count() AS items FROM %s FINAL WHERE %s"
                            .formatted(isOlder(), table.sql(), lives()))
                    .build())
            .single();
    return new Count(row.number("deleted"), row.number("items"));
  }

  /**
   * Writes the list down, in the place of one that is there.
   *
   * @return how many items are on it
   */
  long fill() {
    drop(clickHouse, table);
    clickHouse.execute(definition().create(clickHouse.layout()));
    awaitReplicas(table);
    String names =
        columns.stream()
            .map(ColumnDefinition::name)
            .map(Sql::identifier)
            .collect(Collectors.joining(", "));
    Statement insert =
        Statement.of(
                "INSERT INTO %s (%s, %s, %s) SELECT %s, rowNumberInAllBlocks() + 1, byteSize(%s) FROM (SELECT %s FROM %s FINAL WHERE %s AND %s)"
                    .formatted(
                        staging.sql(),
                        names,
                        ORDINAL,
                        BYTES,
                        names,
                        names,
                        names,
                        table.sql(),
                        isOlder(),
                        lives()))
            .setting("insert_deduplicate", "0")
            .setting("max_block_size", FEW_ROWS)
            .setting("max_insert_threads", "1")
            .setting("max_threads", "2")
            .setting("min_insert_block_size_rows", "65536")
            .setting("min_insert_block_size_bytes", Long.toString(16L << 20));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    clickHouse.execute(insert);
    return size();
  }

  private TableDefinition definition() {
    TableDefinition.Builder definition = TableDefinition.builder(staging, "MergeTree");
    columns.forEach(definition::column);
    return definition
        .column("nightjar-ordinal", "UInt64")
        .column("nightjar-bytes", "UInt64")
        .orderBy(ORDINAL)
        .build();
  }

  /** Whether every ordinal from 1 to a number is there once: a power cut may have taken some. */
  boolean holds(long items) {
    Row row = ordinals();
    return row.number("rows") == items
        && row.number("ordinals") == items
        && row.number("last") == items;
  }

  private Row ordinals() {
    awaitReplicas(staging);
    return clickHouse
        .rows(
            query(
                    "SELECT count() AS rows, uniqExact(%1$s) AS ordinals, max(%1$s) AS last FROM %2$s"
                        .formatted(ORDINAL, staging.sql()))
                .build())
        .single();
  }

  /** How many items are on the list; every ordinal from 1 on is there once. */
  private long size() {
    Row row = ordinals();
    long rows = row.number("rows");
    if (row.number("ordinals") != rows || row.number("last") != rows) {
      throw new IllegalStateException(
          "the list %s has %d rows with %s ordinals up to %s"
              .formatted(staging, rows, row.string("ordinals"), row.string("last")));
    }
    return rows;
  }

  /** The longest range from an ordinal on that fits into a batch; one item at least. */
  StagedRange range(long first, long lastOfAll, BatchLimits limits) {
    Row row =
        clickHouse
            .rows(
                query(
                        "SELECT max(o) AS last FROM (SELECT %1$s AS o, sum(%2$s) OVER (ORDER BY %1$s) AS bytes FROM %3$s WHERE %1$s BETWEEN {first:UInt64} AND {last:UInt64}) WHERE o = {first:UInt64} OR bytes <= {bytes:UInt64}"
                            .formatted(ORDINAL, BYTES, staging.sql()))
                    .parameter("first", Long.toString(first))
                    .parameter(
                        "last", Long.toString(Math.min(lastOfAll, first + limits.rows() - 1L)))
                    .parameter("bytes", Long.toString(limits.bytes()))
                    .build())
            .single();
    return new StagedRange(first, row.number("last"));
  }

  /** The key of the last row of each of the table's partitions in a range. */
  List<List<String>> lastKeys(StagedRange range) {
    String keys =
        java.util.stream.IntStream.range(0, schema.keys().size())
            .mapToObj(
                i -> "argMax(%s, %s) AS key%d".formatted(schema.keys().get(i).text(), ORDINAL, i))
            .collect(Collectors.joining(", "));
    String partition = schema.partitionKey().map(key -> "tuple(" + key + ")").orElse("tuple()");
    return clickHouse
        .rows(
            inRange(
                    "SELECT " + keys + ", max(" + ORDINAL + ") AS last FROM " + staging.sql(),
                    range,
                    " GROUP BY sipHash128(" + partition + ") ORDER BY last")
                .build())
        .list()
        .stream()
        .map(row ->
            java.util.stream.IntStream.range(0, schema.keys().size())
                .mapToObj(i -> row.string("key" + i))
                .toList())
        .toList();
  }

  /** Columns of a range in the format Native, one block. */
  byte[] block(StagedRange range, TombstoneRows rows) {
    String expressions = String.join(", ", rows.writtenExpressions("list"));
    return bytes(range, expressions, "Native");
  }

  /** The records of a range in the format RowBinary. */
  byte[] records(StagedRange range) {
    return bytes(range, "list." + Sql.identifier(TombstoneRows.recordColumn()), "RowBinary");
  }

  private byte[] bytes(StagedRange range, String expressions, String format) {
    Query.Builder query =
        inRange(
                "SELECT " + expressions + " FROM " + staging.sql() + " AS list",
                range,
                " ORDER BY list." + ORDINAL)
            .format(format);
    ONE_BLOCK.forEach(query::setting);
    return clickHouse.query(query.build()).bytes();
  }

  private Query.Builder inRange(String select, StagedRange range, String rest) {
    return query(select + " WHERE " + ORDINAL + " BETWEEN {first:UInt64} AND {last:UInt64}" + rest)
        .parameter("first", Long.toString(range.first()))
        .parameter("last", Long.toString(range.last()));
  }

  private Query.Builder query(String sql) {
    Query.Builder query = Query.builder(sql);
    settings.forEach(query::setting);
    return query;
  }

  private String isOlder() {
    BigInteger floor = BigInteger.valueOf(generation).shiftLeft(VERSION_BITS);
    return Sql.identifier(schema.versionColumn()) + " < toUInt256('" + floor + "')";
  }

  private static String lives() {
    return "_is_deleted = 0";
  }

  /** On a cluster any replica may answer: each must have all rows first. */
  private void awaitReplicas(TableName which) {
    if (clickHouse.layout().cluster().isPresent()) {
      clickHouse.execute(Ddl.in(clickHouse.layout()).syncReplicas(which));
    }
  }
}
