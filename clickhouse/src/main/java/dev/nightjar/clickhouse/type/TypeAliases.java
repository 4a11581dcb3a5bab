package dev.nightjar.clickhouse.type;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Other names of types, as ClickHouse 26.7 has them in {@code system.data_type_families} (those of
 * one word).
 */
final class TypeAliases {
  /** Names that ClickHouse takes in any case, by their upper case. */
  private static final Map<String, String> ANY_CASE =
      Map.ofEntries(
          Map.entry("BIGINT", "Int64"),
          Map.entry("BINARY", "FixedString"),
          Map.entry("BIT", "UInt64"),
          Map.entry("BLOB", "String"),
          Map.entry("BOOL", "Bool"),
          Map.entry("BOOLEAN", "Bool"),
          Map.entry("BYTE", "Int8"),
          Map.entry("BYTEA", "String"),
          Map.entry("CHAR", "String"),
          Map.entry("CHARACTER", "String"),
          Map.entry("CLOB", "String"),
          Map.entry("DATE", "Date"),
          Map.entry("DATE32", "Date32"),
          Map.entry("DATETIME", "DateTime"),
          Map.entry("DATETIME32", "DateTime32"),
          Map.entry("DATETIME64", "DateTime64"),
          Map.entry("DEC", "Decimal"),
          Map.entry("DECIMAL", "Decimal"),
          Map.entry("DECIMAL128", "Decimal128"),
          Map.entry("DECIMAL256", "Decimal256"),
          Map.entry("DECIMAL32", "Decimal32"),
          Map.entry("DECIMAL64", "Decimal64"),
          Map.entry("DOUBLE", "Float64"),
          Map.entry("ENUM", "Enum"),
          Map.entry("FIXED", "Decimal"),
          Map.entry("FLOAT", "Float32"),
          Map.entry("INET4", "IPv4"),
          Map.entry("INET6", "IPv6"),
          Map.entry("INT", "Int32"),
          Map.entry("INT1", "Int8"),
          Map.entry("INTEGER", "Int32"),
          Map.entry("JSON", "JSON"),
          Map.entry("LONGBLOB", "String"),
          Map.entry("LONGTEXT", "String"),
          Map.entry("MEDIUMBLOB", "String"),
          Map.entry("MEDIUMINT", "Int32"),
          Map.entry("MEDIUMTEXT", "String"),
          Map.entry("NCHAR", "String"),
          Map.entry("NUMERIC", "Decimal"),
          Map.entry("NVARCHAR", "String"),
          Map.entry("REAL", "Float32"),
          Map.entry("SET", "UInt64"),
          Map.entry("SIGNED", "Int64"),
          Map.entry("SINGLE", "Float32"),
          Map.entry("SMALLINT", "Int16"),
          Map.entry("TEXT", "String"),
          Map.entry("TIMESTAMP", "DateTime"),
          Map.entry("TINYBLOB", "String"),
          Map.entry("TINYINT", "Int8"),
          Map.entry("TINYTEXT", "String"),
          Map.entry("UNSIGNED", "UInt64"),
          Map.entry("VARBINARY", "String"),
          Map.entry("VARCHAR", "String"),
          Map.entry("VARCHAR2", "String"),
          Map.entry("YEAR", "UInt16"));

  private static final Set<String> WITH_IGNORED_WIDTH =
      Set.of("String", "Bool", "Int8", "Int16", "Int32", "Int64", "UInt16", "UInt64", "Float32");

  private TypeAliases() {}

  /** The name that ClickHouse itself prints for a name; the same for one that is no alias. */
  static String canonical(String name) {
    return ANY_CASE.getOrDefault(name.toUpperCase(Locale.ROOT), name);
  }

  /** Whether a width behind the alias means nothing, as in {@code VARCHAR(255)}. */
  static boolean ignoresWidth(String alias, String canonical) {
    return !alias.equals(canonical) && WITH_IGNORED_WIDTH.contains(canonical);
  }
}
