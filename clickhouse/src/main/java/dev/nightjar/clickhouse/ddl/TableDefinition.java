package dev.nightjar.clickhouse.ddl;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table of the MergeTree family.
 *
 * @param name where
 * @param columns in order
 * @param indexes such as {@code i1 a TYPE minmax GRANULARITY 4}
 * @param engine with its arguments: {@code ReplacingMergeTree(_version, _is_deleted)}
 * @param orderBy expressions of the sorting key; none: {@code tuple()}
 * @param partitionBy expression
 * @param primaryKey expression, where it is not the sorting key
 * @param ttl expression
 * @param settings of the table, by name
 * @param comment empty for none
 */
public record TableDefinition(
    TableName name,
    List<ColumnDefinition> columns,
    List<String> indexes,
    String engine,
    List<String> orderBy,
    Optional<String> partitionBy,
    Optional<String> primaryKey,
    Optional<String> ttl,
    SequencedMap<String, String> settings,
    String comment) {

  /** Copies the lists and the settings. */
  public TableDefinition {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    orderBy = List.copyOf(orderBy);
    settings = new TreeMap<>(settings);
  }

  /**
   * Starts a definition of an engine such as {@code MergeTree}. What ClickHouse acknowledged is to
   * survive a power cut: {@code fsync_after_insert} and {@code fsync_part_directory} are on, and
   * what merges write is synced too, whatever its size (by default it is not, and what was merged
   * is deleted minutes later).
   */
  public static Builder builder(TableName name, String engine) {
    return new Builder(name, engine)
        .setting("fsync_after_insert", "1")
        .setting("fsync_part_directory", "1")
        .setting("min_rows_to_fsync_after_merge", "1")
        .setting("min_compressed_bytes_to_fsync_after_merge", "1");
  }

  /** {@code CREATE TABLE …} on one server. */
  public String create() {
    return create(Layout.SINGLE);
  }

  /** {@code CREATE TABLE …}. */
  public String create(Layout layout) {
    return create("CREATE TABLE ", layout);
  }

  /** {@code CREATE TABLE IF NOT EXISTS …} on one server. */
  public String createIfNotExists() {
    return createIfNotExists(Layout.SINGLE);
  }

  /** {@code CREATE TABLE IF NOT EXISTS …}. */
  public String createIfNotExists(Layout layout) {
    return create("CREATE TABLE IF NOT EXISTS ", layout);
  }

  /**
   * {@code CREATE TABLE … ENGINE = Null}: a table of these columns that keeps nothing; what is
   * inserted goes to its materialized views alone, with every DEFAULT filled in.
   */
  public String createSink(Layout layout) {
    return "CREATE TABLE "
        + name.sql()
        + layout.onCluster()
        + columns.stream()
            .map(ColumnDefinition::sql)
            .collect(Collectors.joining(",\n  ", "\n(\n  ", "\n)"))
        + "\nENGINE = Null";
  }

  private String create(String start, Layout layout) {
    List<String> parts = new ArrayList<>();
    columns.forEach(column -> parts.add(column.sql()));
    indexes.forEach(index -> parts.add("INDEX " + index));
    StringBuilder out =
        new StringBuilder(start)
            .append(name.sql())
            .append(layout.onCluster())
            .append(parts.stream().collect(Collectors.joining(",\n  ", "\n(\n  ", "\n)")));
    out.append("\nENGINE = ").append(layout.engine(engine));
    partitionBy.ifPresent(key -> out.append("\nPARTITION BY ").append(key));
    primaryKey.ifPresent(key -> out.append("\nPRIMARY KEY (").append(key).append(')'));
    out.append("\nORDER BY ")
        .append(orderBy.isEmpty() ? "tuple()" : "(" + String.join(", ", orderBy) + ")");
    ttl.ifPresent(expression -> out.append("\nTTL ").append(expression));
    SequencedMap<String, String> here = layout.settings(settings);
    if (!here.isEmpty()) {
      out.append("\nSETTINGS ").append(Sql.settings(here));
    }
    if (!comment.isEmpty()) {
      out.append("\nCOMMENT ").append(Sql.string(comment));
    }
    return out.toString();
  }

  /** Puts a definition together. */
  public static final class Builder {
    private final TableName name;
    private final String engine;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<String> indexes = new ArrayList<>();
    private final List<String> orderBy = new ArrayList<>();
    private Optional<String> partitionBy = Optional.empty();
    private Optional<String> primaryKey = Optional.empty();
    private Optional<String> ttl = Optional.empty();
    private final SequencedMap<String, String> settings = new TreeMap<>();
    private String comment = "";

    private Builder(TableName name, String engine) {
      this.name = name;
      this.engine = engine;
    }

    /** One more column. */
    public Builder column(ColumnDefinition column) {
      columns.add(column);
      return this;
    }

    /** One more column with nothing but a type. */
    public Builder column(String column, String type) {
      return column(ColumnDefinition.of(column, type));
    }

    /** One more data-skipping index: what follows the word INDEX. */
    public Builder index(String index) {
      indexes.add(index);
      return this;
    }

    /** One more column of the sorting key, by its bare name. */
    public Builder orderByColumn(String column) {
      return orderBy(Sql.identifier(column));
    }

    /** One more expression of the sorting key. */
    public Builder orderBy(String expression) {
      orderBy.add(expression);
      return this;
    }

    /** The partition key, an expression. */
    public Builder partitionBy(String expression) {
      partitionBy = Optional.of(expression);
      return this;
    }

    /** The primary key, expressions with commas. */
    public Builder primaryKey(String expressions) {
      primaryKey = Optional.of(expressions);
      return this;
    }

    /** The TTL, an expression. */
    public Builder ttl(String expression) {
      ttl = Optional.of(expression);
      return this;
    }

    /** One more setting of the table, such as {@code non_replicated_deduplication_window}. */
    public Builder setting(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** The table's comment. */
    public Builder comment(String text) {
      comment = text;
      return this;
    }

    /** The definition. */
    public TableDefinition build() {
      return new TableDefinition(
          name, columns, indexes, engine, orderBy, partitionBy, primaryKey, ttl, settings, comment);
    }
  }
}
