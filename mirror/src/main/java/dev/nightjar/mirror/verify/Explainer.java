package dev.nightjar.mirror.verify;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.mirror.row.ComparedColumn;
import dev.nightjar.mirror.row.ComparisonTables;
import dev.nightjar.mirror.row.KeyColumn;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.verify.Difference.ColumnDifference;
import dev.nightjar.mirror.verify.Difference.Kind;
import dev.nightjar.mirror.verify.Difference.RowVersion;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says of a difference all that is known: both versions, the columns, and the row's origin. */
final class Explainer {
  private static final BigInteger DEPTH = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
  private static final BigInteger SEQUENCE = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);

  private final ClickHouse clickHouse;
  private final TableName table;
  private final MirroredSchema schema;
  private final Scratch scratch;
  private final long generation;
  private final List<StoredShard> shards;
  private final List<ComparedColumn> columns;

  /**
   * @param generation the mirror's present one
   * @param shards those of its stream
   */
  Explainer(
      ClickHouse clickHouse,
      TableName table,
      MirroredSchema schema,
      Scratch scratch,
      long generation,
      List<StoredShard> shards) {
    this.clickHouse = clickHouse;
    this.table = table;
    this.schema = schema;
    this.scratch = scratch;
    this.generation = generation;
    this.shards = shards;
    this.columns = ComparedColumn.of(schema);
  }

  Difference explain(String id, Kind kind) {
    Optional<Row> item =
        kind == Kind.EXTRA_ROW
            ? Optional.empty()
            : first(
                "SELECT "
                    + values()
                    + " FROM "
                    + scratch.items()
                    + " WHERE "
                    + scratch.isSuspect(id)
                    + " ORDER BY "
                    + Sql.identifier(ComparisonTables.LOOK)
                    + " DESC LIMIT 1");
    Optional<Row> row =
        first(
            "SELECT "
                + values()
                + ", "
                + Sql.identifier(schema.versionColumn())
                + " AS `nightjar-version`, `_timestamp` AS `nightjar-timestamp`,"
                + " `_event_name` AS `nightjar-event`, `_is_deleted` AS `nightjar-deleted`"
                + " FROM "
                + clickHouse.layout().everywhere(table)
                + " WHERE "
                + scratch.isSuspect(id)
                + " ORDER BY `nightjar-version` DESC LIMIT 1");
    return new Difference(
        kind,
        key(id),
        item.map(this::record),
        row.map(this::version),
        kind == Kind.OTHER_VALUES && item.isPresent() && row.isPresent()
            ? differing(item.get(), row.get())
            : List.of());
  }

  private SequencedMap<String, String> key(String id) {
    List<KeyColumn> keys = schema.keys();
    String texts =
        IntStream.range(0, keys.size())
            .mapToObj(i ->
                "toString(%s) AS `nightjar-k%d`".formatted(Sql.identifier(keys.get(i).name()), i))
            .collect(Collectors.joining(", "));
    SequencedMap<String, String> key = new LinkedHashMap<>();
    first(
            "SELECT "
                + texts
                + " FROM "
                + scratch.suspectsTable()
                + " WHERE "
                + scratch.isSuspect(id)
                + " LIMIT 1")
        .ifPresent(row -> {
          for (int i = 0; i < keys.size(); i++) {
            key.put(keys.get(i).name(), row.string("nightjar-k" + i));
          }
        });
    return key;
  }

  private String values() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add("hex(sipHash128(%s)) AS `nightjar-f%d`".formatted(columns.get(i).hashed(), i));
      values.add(
          "toString(%s) AS `nightjar-t%d`".formatted(Sql.identifier(columns.get(i).name()), i));
    }
    return String.join(", ", values);
  }

  private String record(Row row) {
    return row.string("nightjar-t" + index("_record"));
  }

  private int index(String column) {
    return columns.stream().map(ComparedColumn::name).toList().indexOf(column);
  }

  private List<ColumnDifference> differing(Row item, Row row) {
    return IntStream.range(0, columns.size())
        .filter(i -> !item.string("nightjar-f" + i).equals(row.string("nightjar-f" + i)))
        .mapToObj(i ->
            new ColumnDifference(
                columns.get(i).name(), item.value("nightjar-t" + i), row.value("nightjar-t" + i)))
        .toList();
  }

  private RowVersion version(Row row) {
    BigInteger version = row.integer("nightjar-version");
    long depth = version.shiftRight(160).and(DEPTH).longValue();
    BigInteger sequence = version.and(SEQUENCE);
    long of = version.shiftRight(192).longValue();
    return new RowVersion(
        of,
        depth,
        sequence.toString(),
        row.string("nightjar-timestamp"),
        row.string("nightjar-event"),
        row.flag("nightjar-deleted"),
        record(row),
        of == generation && depth > 0 ? shardsOf(depth, sequence.toString()) : List.of());
  }

  private List<String> shardsOf(long depth, String digits) {
    SequenceNumber number = SequenceNumber.parse(digits);
    return shards.stream()
        .map(StoredShard::state)
        .filter(shard -> shard.depth() == depth)
        .filter(shard ->
            shard.startingSequenceNumber().map(start -> start.compareTo(number) <= 0).orElse(true)
                && shard.endingSequenceNumber().map(end -> end.compareTo(number) >= 0).orElse(true))
        .map(shard -> shard.id().value())
        .toList();
  }

  private Optional<Row> first(String sql) {
    return clickHouse.rows(Query.of(sql)).list().stream().findFirst();
  }
}
