package dev.nightjar.server.query;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The line of names before the rows, as ClickHouse writes it. */
final class Header {
  private Header() {}

  static byte[] of(ResultFormat format, List<Results.ResultColumn> columns) {
    String line =
        switch (format) {
          case CSV ->
              columns.stream()
                      .map(column -> "\"" + column.name().replace("\"", "\"\"") + "\"")
                      .collect(Collectors.joining(","))
                  + "\n";
          case TSV ->
              columns.stream()
                      .map(column -> escaped(column.name()))
                      .collect(Collectors.joining("\t"))
                  + "\n";
          case JSON,
              JSON_COMPACT,
              JSON_STRINGS,
              JSON_COMPACT_LINES,
              NDJSON,
              PLAIN_CSV,
              PLAIN_TSV,
              PARQUET,
              PROMETHEUS ->
              "";
        };
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }
}
