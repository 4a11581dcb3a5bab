package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The system tables that a client can see: of tables and columns its workspace's, of databases the
 * one, of what every ClickHouse has the same as everywhere.
 */
enum SystemTable {
  DATABASES("system", "databases"),
  TABLES("system", "tables"),
  COLUMNS("system", "columns"),
  SETTINGS("system", "settings"),
  FUNCTIONS("system", "functions"),
  TABLE_FUNCTIONS("system", "table_functions"),
  TABLE_ENGINES("system", "table_engines"),
  DATA_TYPE_FAMILIES("system", "data_type_families"),
  FORMATS("system", "formats"),
  KEYWORDS("system", "keywords"),
  ONE("system", "one"),
  SCHEMATA("information_schema", "schemata"),
  SCHEMA_TABLES("information_schema", "tables"),
  SCHEMA_COLUMNS("information_schema", "columns");

  private final String database;
  private final String table;

  SystemTable(String database, String table) {
    this.database = database;
    this.table = table;
  }

  /** The one that a client names; information_schema in any case, as ClickHouse has it twice. */
  static Optional<SystemTable> named(String database, String table) {
    return Arrays.stream(values())
        .filter(known ->
            known.database.equals("system")
                ? database.equals("system") && table.equals(known.table)
                : database.equalsIgnoreCase(known.database) && table.equalsIgnoreCase(known.table))
        .findFirst();
  }

  /** The name of the common table expression that stands for it. */
  String cte() {
    return "__" + database + "_" + table;
  }

  /** Whether it tells of columns. */
  boolean tellsColumns() {
    return this == COLUMNS || this == SCHEMA_COLUMNS;
  }

  /**
   * The query that answers for it.
   *
   * @param service the columns of the service's tables, where it {@linkplain #tellsColumns tells}
   *     columns
   */
  String sql(View view, Collection<String> changeable, List<ServiceColumns.Column> service) {
    String shown = Sql.string(view.database());
    return switch (this) {
      case DATABASES ->
          """
          SELECT arrayJoin([%s]) AS name, 'Atomic' AS engine, '' AS data_path, '' AS metadata_path,
            toUUIDOrZero('') AS uuid, '' AS engine_full, '' AS comment, toUInt8(0) AS is_external\
          """
              .formatted(databases(view));
      case TABLES -> tables(view, shown);
      case COLUMNS ->
          """
          SELECT %s AS database, table, name, type, position, default_kind, default_expression,
            if(table IN (%s), 0, data_compressed_bytes) AS data_compressed_bytes,
            if(table IN (%s), 0, data_uncompressed_bytes) AS data_uncompressed_bytes,
            if(table IN (%s), 0, marks_bytes) AS marks_bytes, comment,
            is_in_partition_key, is_in_sorting_key, is_in_primary_key, is_in_sampling_key,
            compression_codec, character_octet_length, numeric_precision, numeric_precision_radix,
            numeric_scale, datetime_precision
          FROM system.columns
          WHERE system.columns.database = %s AND table IN (%s)\
          """
                  .formatted(
                      shown,
                      filtered(view),
                      filtered(view),
                      filtered(view),
                      internal(view),
                      names(view.readable().tables()))
              + serviceColumns(service);
      case SETTINGS ->
          """
          SELECT name, value, changed, description, min, max, toUInt8(name NOT IN (%s)) AS readonly,
            type, default, is_obsolete
          FROM system.settings
          WHERE name NOT IN ('log_comment', 'additional_table_filters')\
          """
              .formatted(names(changeable));
      case FUNCTIONS -> "SELECT * FROM system.functions WHERE origin = 'System'";
      case TABLE_FUNCTIONS, TABLE_ENGINES, DATA_TYPE_FAMILIES, FORMATS, KEYWORDS, ONE ->
          "SELECT * FROM system." + table;
      case SCHEMATA ->
          bothCases(
              "SELECT arrayJoin([%s]) AS catalog_name, catalog_name AS schema_name, 'default' AS schema_owner"
                  .formatted(databases(view)),
              List.of("catalog_name", "schema_name", "schema_owner"));
      case SCHEMA_TABLES ->
          bothCases(
              """
              SELECT database AS table_catalog, database AS table_schema, name AS table_name,
                if(engine = 'View', 'VIEW', 'BASE TABLE') AS table_type, total_rows AS table_rows,
                total_bytes AS data_length, comment AS table_comment
              FROM (%s)\
              """
                  .formatted(tables(view, shown)),
              List.of(
                  "table_catalog",
                  "table_schema",
                  "table_name",
                  "table_type",
                  "table_rows",
                  "data_length",
                  "table_comment"));
      case SCHEMA_COLUMNS ->
          bothCases(
              """
              SELECT database AS table_catalog, database AS table_schema, table AS table_name,
                name AS column_name, position AS ordinal_position,
                default_expression AS column_default,
                if(startsWith(type, 'Nullable') OR startsWith(type, 'LowCardinality(Nullable'),
                  'YES', 'NO') AS is_nullable,
                type AS data_type, character_octet_length, numeric_precision,
                numeric_precision_radix, numeric_scale, datetime_precision,
                comment AS column_comment, type AS column_type
              FROM (%s)\
              """
                  .formatted(COLUMNS.sql(view, changeable, service)),
              List.of(
                  "table_catalog",
                  "table_schema",
                  "table_name",
                  "column_name",
                  "ordinal_position",
                  "column_default",
                  "is_nullable",
                  "data_type",
                  "character_octet_length",
                  "numeric_precision",
                  "numeric_precision_radix",
                  "numeric_scale",
                  "datetime_precision",
                  "column_comment",
                  "column_type"));
    };
  }

  private static String tables(View view, String shown) {
    String tables =
        """
        SELECT %s AS database, name, uuid, engine, is_temporary, metadata_modification_time,
          '' AS create_table_query, '' AS engine_full, '' AS as_select, partition_key, sorting_key,
          primary_key, sampling_key, if(name IN (%s), NULL, total_rows) AS total_rows,
          if(name IN (%s), NULL, total_bytes) AS total_bytes, comment, has_own_data
        FROM system.tables
        WHERE system.tables.database = %s AND name IN (%s)\
        """
            .formatted(
                shown,
                filtered(view),
                filtered(view),
                internal(view),
                names(view.readable().tables()));
    String pipes =
        view.readable().pipes().stream()
            .map(name -> "(" + shown + ", " + Sql.string(name) + ")")
            .collect(Collectors.joining(", "));
    String service =
        view.service().stream()
            .map(
                table -> "(" + Sql.string(table.database()) + ", " + Sql.string(table.name()) + ")")
            .collect(Collectors.joining(", "));
    return tables + views(pipes) + views(service);
  }

  /**
   * Rows of what is no table of ClickHouse.
   *
   * @param named tuples of a database's name and a view's
   */
  private static String views(String named) {
    return named.isEmpty()
        ? ""
        : """

        UNION ALL
        SELECT named.1, named.2, toUUIDOrZero(''), 'View', toUInt8(0), toDateTime(0), '', '', '',
          '', '', '', '', NULL, NULL, '', toUInt8(0)
        FROM (SELECT arrayJoin([%s]) AS named)\
        """
            .formatted(named);
  }

  private static String serviceColumns(List<ServiceColumns.Column> columns) {
    return columns.isEmpty()
        ? ""
        : """

        UNION ALL
        SELECT told.1, told.2, told.3, told.4, toUInt64(told.5), '', '', toUInt64(0),
          toUInt64(0), toUInt64(0), '', toUInt8(0), toUInt8(0), toUInt8(0), toUInt8(0), '',
          NULL, NULL, NULL, NULL, NULL
        FROM (SELECT arrayJoin([%s]) AS told)\
        """
            .formatted(
                columns.stream()
                    .map(column ->
                        "(%s, %s, %s, %s, %d)"
                            .formatted(
                                Sql.string(column.table().database()),
                                Sql.string(column.table().name()),
                                Sql.string(column.name()),
                                Sql.string(column.type()),
                                column.position()))
                    .collect(Collectors.joining(", ")));
  }

  /** The names of the databases that the client sees, as literals. */
  private static String databases(View view) {
    return Stream.concat(
            Stream.of(view.database()), view.service().stream().map(TableName::database))
        .distinct()
        .map(Sql::string)
        .collect(Collectors.joining(", "));
  }

  private static String bothCases(String query, List<String> columns) {
    return columns.stream()
        .map(column -> column + " AS " + column.toUpperCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "SELECT *, ", " FROM (" + query + ")"));
  }

  /** The tables of which a filter hides rows: how large they are is not told. */
  private static String filtered(View view) {
    return names(view.readable().tables().stream().filter(view.readable()::isFiltered).toList());
  }

  private static String internal(View view) {
    return Sql.string(view.workspace().database());
  }

  /** Literals in a list that is never empty. */
  private static String names(Collection<String> names) {
    return names.isEmpty()
        ? "''"
        : names.stream().map(Sql::string).collect(Collectors.joining(", "));
  }
}
