package dev.nightjar.mirror.verify;

import static dev.nightjar.mirror.row.ComparisonTables.FINGERPRINT;
import static dev.nightjar.mirror.row.ComparisonTables.FOUND;
import static dev.nightjar.mirror.row.ComparisonTables.ID;
import static dev.nightjar.mirror.row.ComparisonTables.LOOK;
import static dev.nightjar.mirror.row.ComparisonTables.SEGMENT;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.MaterializedView;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.mirror.row.ComparisonTables;
import dev.nightjar.mirror.row.KeyColumn;
import dev.nightjar.mirror.row.MirroredSchema;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tables of one verification beside the mirrored table, and the questions asked of them. They
 * hold keys and fingerprints, and whole items of a few keys only; ClickHouse compares, and spills
 * to disk what is too much for memory.
 */
final class Scratch implements AutoCloseable {
  private static final String KEPT_FREE_BYTES = Long.toString(512L << 20);
  private static final String SPILL_BYTES = Long.toString(256L << 20);
  private static final List<String> NAMES =
      List.of("seen view", "items view", "sink", "seen", "suspects", "items");

  private final ClickHouse clickHouse;
  private final TableName table;
  private final MirroredSchema schema;
  private final ComparisonTables tables;

  Scratch(ClickHouse clickHouse, TableName table, MirroredSchema schema) {
    this.clickHouse = clickHouse;
    this.table = table;
    this.schema = schema;
    this.tables = new ComparisonTables(schema);
  }

  /** Whether an earlier verification has left any of them. */
  boolean exists() {
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT count() > 0 AS present FROM system.tables"
                        + " WHERE database = {database:String} AND startsWith(name, {prefix:String})")
                .parameter("database", table.database())
                .parameter("prefix", named("").name())
                .build())
        .single()
        .flag("present");
  }

  /** A name that no data source has. */
  private TableName named(String what) {
    return new TableName(table.database(), table.name() + " verify " + what);
  }

  /** Creates the tables of the comparison, in place of what an earlier one may have left. */
  void create() {
    close();
    clickHouse.execute(tables.sink(named("sink")).createSink(clickHouse.layout()));
    create(tables.seen(named("seen")));
    create(tables.suspects(named("suspects")));
    create(tables.items(named("items")));
    create(
        MaterializedView.of(named("seen view"), named("seen"), tables.selectSeen(named("sink"))));
  }

  private void create(TableDefinition definition) {
    clickHouse.execute(definition.create(clickHouse.layout()));
  }

  private void create(MaterializedView view) {
    clickHouse.execute(view.create(clickHouse.layout()));
  }

  /** From now on whole items are kept of keys that are suspected, and nothing of others. */
  void keepSuspects() {
    drop("seen view");
    create(
        MaterializedView.of(
            named("items view"),
            named("items"),
            tables.selectItems(named("sink"), named("suspects"))));
  }

  /** Takes a row encoder's block. */
  void insert(NativeBlock rows) {
    Insert insert = Insert.of(named("sink"), rows);
    for (Map.Entry<String, String> setting : MirroredSchema.insertSettings().entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    // Mirrors need the rest of the disk more.
    clickHouse.insert(insert.setting("min_free_disk_bytes_to_perform_insert", KEPT_FREE_BYTES));
  }

  /** How many rows FINAL has. */
  long rows(boolean whole) {
    return clickHouse
        .rows(Query.of("SELECT count() AS rows FROM " + table.sql() + " FINAL" + covered(whole)))
        .single()
        .number("rows");
  }

  /**
   * Which rows of the mirror a scan has covered: all; or those whose partition key was seen, for
   * all items of one are in one segment.
   */
  private String covered(boolean whole) {
    if (whole) {
      return "";
    }
    return " WHERE "
        + partitionKey()
        + " IN (SELECT "
        + partitionKey()
        + " FROM "
        + clickHouse.layout().everywhere(named("seen"))
        + ")";
  }

  private String partitionKey() {
    return schema.keys().stream()
        .filter(key -> key.attribute().role() == KeyAttribute.Role.HASH)
        .map(key -> Sql.identifier(key.name()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Puts the keys on either side whose values are not the same on both among the suspects.
   *
   * @param most keys that are put there; those first that the stream has not touched of late
   * @param since when the scan began, in seconds since 1970
   * @return how many there are in all
   */
  long compare(boolean whole, int most, long since) {
    String keys = tables.keys();
    String differing =
        " FROM (SELECT "
            + keys
            + ", 1 AS `nightjar-side`, 0 AS `nightjar-recent`, "
            + Sql.identifier(SEGMENT)
            + ", "
            + Sql.identifier(FINGERPRINT)
            + " FROM "
            + clickHouse.layout().everywhere(named("seen"))
            + " UNION ALL SELECT "
            + keys
            + ", 2, toUInt8(`_timestamp` >= toDateTime64("
            + since
            + ", 3)), 0, "
            + tables.fingerprint()
            + " FROM "
            + table.sql()
            + " FINAL"
            + covered(whole)
            + ") GROUP BY "
            + keys
            + " HAVING countIf(`nightjar-side` = 1) = 0 OR countIf(`nightjar-side` = 2) = 0"
            + " OR min("
            + Sql.identifier(FINGERPRINT)
            + ") != max("
            + Sql.identifier(FINGERPRINT)
            + ")";
    long all =
        clickHouse
            .rows(
                Query.builder("SELECT count() AS suspects FROM (SELECT 1" + differing + ")")
                    .setting("max_bytes_before_external_group_by", SPILL_BYTES)
                    .build())
            .single()
            .number("suspects");
    if (all > 0) {
      clickHouse.execute(
          Statement.of(
                  "INSERT INTO "
                      + named("suspects").sql()
                      + " SELECT "
                      + keys
                      + ", "
                      + tables.id()
                      + ", max("
                      + Sql.identifier(SEGMENT)
                      + "), countIf(`nightjar-side` = 1) > 0"
                      + differing
                      + " ORDER BY max(`nightjar-recent`) LIMIT "
                      + most)
              .setting("max_bytes_before_external_group_by", SPILL_BYTES));
    }
    return all;
  }

  /** The suspects. */
  List<Suspect> suspects() {
    return rows("SELECT %s, %s, %s FROM %s"
            .formatted(
                Sql.identifier(ID),
                Sql.identifier(SEGMENT),
                Sql.identifier(FOUND),
                clickHouse.layout().everywhere(named("suspects"))))
        .map(row ->
            new Suspect(
                row.string(ID),
                row.flag(FOUND) ? OptionalInt.of((int) row.number(SEGMENT)) : OptionalInt.empty()))
        .toList();
  }

  /** The highest version of each suspect that has one in the mirrored table, by id. */
  Map<String, BigInteger> versions() {
    return rows("SELECT "
            + tables.id()
            + " AS `nightjar-of`, max("
            + Sql.identifier(schema.versionColumn())
            + ") AS `nightjar-value` FROM "
            + clickHouse.layout().everywhere(table)
            + " WHERE "
            + tables.among(named("suspects"))
            + " GROUP BY `nightjar-of`")
        .collect(
            Collectors.toMap(
                row -> row.string("nightjar-of"), row -> row.integer("nightjar-value")));
  }

  /** The fingerprint of each suspect that FINAL has a row of, by id. */
  Map<String, String> rowsOfSuspects() {
    return rows("SELECT "
            + tables.id()
            + " AS `nightjar-of`, hex("
            + tables.fingerprint()
            + ") AS `nightjar-value` FROM "
            + table.sql()
            + " FINAL WHERE "
            + tables.among(named("suspects")))
        .collect(
            Collectors.toMap(
                row -> row.string("nightjar-of"),
                row -> row.string("nightjar-value"),
                (a, _) -> a));
  }

  /** The fingerprint of each suspect that a look has found an item of, by id. */
  Map<String, String> itemsOfSuspects(int look) {
    Map<String, String> items = new HashMap<>();
    rows("SELECT "
            + tables.id()
            + " AS `nightjar-of`, hex("
            + tables.fingerprint()
            + ") AS `nightjar-value` FROM "
            + clickHouse.layout().everywhere(named("items"))
            + " WHERE "
            + Sql.identifier(LOOK)
            + " = "
            + look)
        .forEach(row -> items.put(row.string("nightjar-of"), row.string("nightjar-value")));
    return items;
  }

  /** The segment in which a key was seen, given as {@code RowEncoder.lastKey} has it. */
  OptionalInt segment(List<String> key) {
    List<KeyColumn> columns = schema.keys();
    Query.Builder query =
        Query.builder(
                "SELECT "
                    + Sql.identifier(SEGMENT)
                    + " FROM "
                    + clickHouse.layout().everywhere(named("seen"))
                    + " WHERE "
                    + IntStream.range(0, columns.size())
                        .mapToObj(i -> columns.get(i).equalsParameter("key" + i))
                        .collect(Collectors.joining(" AND "))
                    + " LIMIT 1")
            .setting("precise_float_parsing", "1");
    for (int i = 0; i < columns.size(); i++) {
      query.parameter("key" + i, key.get(i));
    }
    return clickHouse.rows(query.build()).list().stream()
        .mapToInt(row -> (int) row.number(SEGMENT))
        .findFirst();
  }

  /** How many keys were seen in a segment. */
  long seenIn(int segment) {
    return clickHouse
        .rows(
            Query.of(
                "SELECT count() AS keys FROM "
                    + clickHouse.layout().everywhere(named("seen"))
                    + " WHERE "
                    + Sql.identifier(SEGMENT)
                    + " = "
                    + segment))
        .single()
        .number("keys");
  }

  /** A segment in which an item with the partition key of a suspect was seen. */
  Optional<Integer> partitionSegment(String id) {
    String seen = clickHouse.layout().everywhere(named("seen"));
    return rows("SELECT %1$s FROM %2$s WHERE %3$s IN (SELECT %3$s FROM %4$s WHERE %5$s) LIMIT 1"
            .formatted(
                Sql.identifier(SEGMENT), seen, partitionKey(), suspectsTable(), isSuspect(id)))
        .findFirst()
        .map(row -> (int) row.number(SEGMENT));
  }

  /** The {@code _record} of the row that FINAL has of a suspect; empty where it has none. */
  Optional<String> record(String id) {
    return rows("SELECT _record FROM " + table.sql() + " FINAL WHERE " + isSuspect(id))
        .findFirst()
        .map(row -> row.string("_record"));
  }

  /** A condition that a row's key is this suspect's. */
  String isSuspect(String id) {
    return tables.among(named("suspects")).replaceFirst("\\)$", "")
        + " WHERE "
        + Sql.identifier(ID)
        + " = "
        + Sql.string(id)
        + ")";
  }

  /** The items that looks have found, as it is read in FROM. */
  String items() {
    return clickHouse.layout().everywhere(named("items"));
  }

  /** The suspects, as they are read in FROM. */
  String suspectsTable() {
    return clickHouse.layout().everywhere(named("suspects"));
  }

  private Stream<Row> rows(String sql) {
    return clickHouse.rows(Query.of(sql)).list().stream();
  }

  private void drop(String what) {
    clickHouse.execute(Ddl.in(clickHouse.layout()).drop(named(what)));
  }

  /**
   * Drops all of them; one that cannot be dropped keeps none of the others.
   *
   * @throws ClickHouseException the first refusal, the others being suppressed in it
   */
  @Override
  public void close() {
    Optional<ClickHouseException> refused = Optional.empty();
    for (String name : NAMES) {
      try {
        drop(name);
      } catch (ClickHouseException e) {
        refused.ifPresent(first -> first.addSuppressed(e));
        refused = refused.or(() -> Optional.of(e));
      }
    }
    if (refused.isPresent()) {
      throw refused.get();
    }
  }
}
