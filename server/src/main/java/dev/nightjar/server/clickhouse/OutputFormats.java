package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.List;
import java.util.Locale;

/**
 * The formats that a client can have a result in: all that ClickHouse writes but those that need a
 * file of the server (schemas, templates) or are other programs' protocols.
 */
final class OutputFormats {
  private static final List<String> BEGINNINGS =
      List.of(
          "tabseparated",
          "tsv",
          "csv",
          "json",
          "prettyjson",
          "prettyndjson",
          "ndjson",
          "rowbinary",
          "pretty",
          "customseparated");

  private static final List<String> NAMES =
      List.of(
          "native",
          "parquet",
          "arrow",
          "arrowstream",
          "orc",
          "avro",
          "msgpack",
          "bsoneachrow",
          "markdown",
          "md",
          "vertical",
          "values",
          "xml",
          "null",
          "tskv",
          "sqlinsert",
          "prometheus",
          "raw",
          "rawwithnames",
          "rawwithnamesandtypes",
          "rawblob",
          "lineasstring",
          "npy");

  private OutputFormats() {}

  /**
   * Lets a format pass, or not.
   *
   * @throws ClickHouseException 73
   */
  static void require(String format) {
    String name = format.toLowerCase(Locale.ROOT);
    if (!NAMES.contains(name) && BEGINNINGS.stream().noneMatch(name::startsWith)) {
      throw new ClickHouseException(
          73, "UNKNOWN_FORMAT", "The format '" + format + "' is not available here");
    }
  }
}
