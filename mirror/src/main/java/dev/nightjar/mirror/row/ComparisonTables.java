package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables in which items are compared with a mirror's rows. Their own columns have names that no
 * data source's column has.
 */
public final class ComparisonTables {
  /** The segment that an item was found in. */
  public static final String SEGMENT = "nightjar-segment";

  /** A hash of all compared columns. */
  public static final String FINGERPRINT = "nightjar-fingerprint";

  /** The number of the look that an item was found by. */
  public static final String LOOK = "nightjar-look";

  /** A hash of the key. */
  public static final String ID = "nightjar-id";

  /** Whether an item was found. */
  public static final String FOUND = "nightjar-found";

  private final MirroredSchema schema;

  /** The tables for a schema. */
  public ComparisonTables(MirroredSchema schema) {
    this.schema = schema;
  }

  /** Takes a row encoder's blocks, with all that ClickHouse fills in, and keeps nothing. */
  public TableDefinition sink(TableName name) {
    return MirroredTables.table(schema, name, 0, "");
  }

  /** The keys that were found, with a fingerprint of their values. */
  public TableDefinition seen(TableName name) {
    return keyed(name).column(SEGMENT, "UInt32").column(FINGERPRINT, "FixedString(16)").build();
  }

  /** Keys that seem to differ. */
  public TableDefinition suspects(TableName name) {
    return keyed(name)
        .column(ID, "String")
        .column(SEGMENT, "UInt32")
        .column(FOUND, "UInt8")
        .build();
  }

  /** Whole items of a few keys, as looks found them. */
  public TableDefinition items(TableName name) {
    TableDefinition.Builder table = keyed(name);
    ComparedColumn.of(schema)
        .forEach(column -> table.column(column.name(), column.type().toString()));
    return table.column(LOOK, "UInt32").build();
  }

  private TableDefinition.Builder keyed(TableName name) {
    TableDefinition.Builder table = TableDefinition.builder(name, "MergeTree");
    schema
        .keys()
        .forEach(key -> table.column(key.name(), key.type().toString()).orderByColumn(key.name()));
    return table;
  }

  /** What fills {@link #seen} from the sink: the depth of a row is its segment. */
  public String selectSeen(TableName sink) {
    return "SELECT "
        + keys()
        + ", toUInt32(bitAnd(bitShiftRight("
        + Sql.identifier(schema.versionColumn())
        + ", 160), 4294967295)) AS "
        + Sql.identifier(SEGMENT)
        + ", "
        + fingerprint()
        + " AS "
        + Sql.identifier(FINGERPRINT)
        + " FROM "
        + sink.sql();
  }

  /** What fills {@link #items} from the sink: the generation of a row is its look. */
  public String selectItems(TableName sink, TableName suspects) {
    String columns =
        Stream.concat(
                schema.keys().stream().map(KeyColumn::name),
                ComparedColumn.of(schema).stream().map(ComparedColumn::name))
            .map(Sql::identifier)
            .collect(Collectors.joining(", "));
    return "SELECT "
        + columns
        + ", toUInt32(bitShiftRight("
        + Sql.identifier(schema.versionColumn())
        + ", 192)) AS "
        + Sql.identifier(LOOK)
        + " FROM "
        + sink.sql()
        + " WHERE "
        + among(suspects);
  }

  /** A condition that a row's key is one of a table's. */
  public String among(TableName table) {
    return "(" + keys() + ") IN (SELECT " + keys() + " FROM " + table.sql() + ")";
  }

  /** The key columns, separated by commas. */
  public String keys() {
    return schema.keys().stream()
        .map(KeyColumn::name)
        .map(Sql::identifier)
        .collect(Collectors.joining(", "));
  }

  /** The hash of all compared columns, of a table with those. */
  public String fingerprint() {
    List<ComparedColumn> columns = ComparedColumn.of(schema);
    return "sipHash128("
        + columns.stream().map(ComparedColumn::hashed).collect(Collectors.joining(", "))
        + ")";
  }

  /** The hash of a key as text. */
  public String id() {
    return "hex(sipHash128(" + keys() + "))";
  }
}
