package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The columns of a mirrored table, their sources, and its key: a data source's schema with all that
 * its file leaves out. Immutable.
 */
public final class MirroredSchema {
  /** The column that says which row of an item wins. */
  public static final String VERSION_COLUMN = "_version";

  private final List<MirroredColumn> columns;
  private final List<KeyColumn> keys;
  private final Optional<String> partitionKey;
  private final List<String> indexes;
  private final SequencedMap<String, String> settings;

  MirroredSchema(
      List<MirroredColumn> columns,
      List<KeyColumn> keys,
      Optional<String> partitionKey,
      List<String> indexes,
      SequencedMap<String, String> settings) {
    this.columns = List.copyOf(columns);
    this.keys = List.copyOf(keys);
    this.partitionKey = partitionKey;
    this.indexes = List.copyOf(indexes);
    this.settings = settings;
  }

  /**
   * Reads a data source as the mirror of a table with this primary key. What its file states must
   * fit, or FINAL would not be the table: each refusal says where and why.
   */
  public static SchemaReading of(DatasourceFile file, List<KeyAttribute> primaryKey) {
    return new SchemaCompiler(file, primaryKey).compile();
  }

  /**
   * The key attributes as far as a file tells: those that the columns of its sorting key are mapped
   * to; empty where it states none. Their types are guesses that the table's definition does not
   * depend on.
   */
  public static Optional<List<KeyAttribute>> statedKeys(DatasourceFile file) {
    return StatedKeys.of(file);
  }

  /** What the author of a file may want to know, as far as the file alone tells. */
  public static List<Problem> warnings(DatasourceFile file) {
    return statedKeys(file)
        .map(keys -> of(file, keys))
        .filter(SchemaReading.Compiled.class::isInstance)
        .map(reading -> ((SchemaReading.Compiled) reading).warnings())
        .orElse(List.of());
  }

  /** The columns in the table's order. */
  List<MirroredColumn> columns() {
    return columns;
  }

  /** The sorting key's columns, in its order. */
  public List<KeyColumn> keys() {
    return keys;
  }

  /** The partition key: an expression over the sorting key's columns. */
  public Optional<String> partitionKey() {
    return partitionKey;
  }

  /** The name of the version's column, which holds a UInt256. */
  public String versionColumn() {
    return declaredVersion().map(MirroredColumn::name).orElse(VERSION_COLUMN);
  }

  Optional<MirroredColumn> declaredVersion() {
    return columns.stream()
        .filter(column -> column.source() == ColumnSource.Field.VERSION)
        .findFirst();
  }

  /**
   * The table: {@code ReplacingMergeTree(version, _is_deleted)}, whatever ENGINE_VER names.
   *
   * @param deduplicationWindow how many inserts' tokens it remembers
   * @param comment the table's comment
   */
  public TableDefinition table(TableName name, int deduplicationWindow, String comment) {
    return MirroredTables.table(this, name, deduplicationWindow, comment);
  }

  /** The table of the changes that did not fit, see {@link QuarantineRows}. */
  public static TableDefinition quarantine(
      TableName name, int deduplicationWindow, String comment) {
    return QuarantineRows.table(name, deduplicationWindow, comment);
  }

  /** Settings without which an insert of a {@link RowEncoder}'s block is not what it means. */
  public static Map<String, String> insertSettings() {
    return Map.of(
        "insert_allow_materialized_columns", "1",
        "input_format_null_as_default", "1",
        "input_format_defaults_for_omitted_fields", "1");
  }

  List<String> indexes() {
    return indexes;
  }

  SequencedMap<String, String> settings() {
    return settings;
  }

  /** The same for two schemas exactly when they make the same rows in the same table. */
  public String fingerprint() {
    String text =
        String.join("\n", columns.stream().map(Object::toString).toList())
            + "\n"
            + keys
            + "\n"
            + partitionKey
            + "\n"
            + indexes
            + "\n"
            + settings;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
