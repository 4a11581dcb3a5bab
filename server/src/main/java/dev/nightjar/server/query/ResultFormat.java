package dev.nightjar.server.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats that results come in. */
public enum ResultFormat {
  JSON("JSON", "json", "application/json; charset=utf-8"),
  JSON_COMPACT("JSONCompact", "", "application/json; charset=utf-8"),
  JSON_STRINGS("JSONStrings", "", "application/json; charset=utf-8"),
  JSON_COMPACT_LINES("JSONCompactEachRow", "", "application/x-ndjson; charset=utf-8"),
  NDJSON("JSONEachRow", "ndjson", "application/x-ndjson; charset=utf-8"),
  CSV("CSVWithNames", "csv", "text/csv; charset=utf-8"),
  PLAIN_CSV("CSV", "", "text/csv; charset=utf-8"),
  TSV("TSVWithNames", "tsv", "text/tab-separated-values; charset=utf-8"),
  PLAIN_TSV("TSV", "", "text/tab-separated-values; charset=utf-8"),
  PARQUET("Parquet", "parquet", "application/vnd.apache.parquet"),
  PROMETHEUS("Prometheus", "prometheus", "text/plain; version=0.0.4; charset=utf-8");

  private final String clickHouseName;
  private final String extension;
  private final String contentType;

  ResultFormat(String clickHouseName, String extension, String contentType) {
    this.clickHouseName = clickHouseName;
    this.extension = extension;
    this.contentType = contentType;
  }

  public String clickHouseName() {
    return clickHouseName;
  }

  public String contentType() {
    return contentType;
  }

  /** The format of a path's extension. */
  public static Optional<ResultFormat> ofExtension(String extension) {
    return Arrays.stream(values())
        .filter(format -> !format.extension.isEmpty() && format.extension.equals(extension))
        .findFirst();
  }

  /**
   * The format that a FORMAT clause names, in any case.
   *
   * @throws SqlRefusedException when it is none of these
   */
  static ResultFormat named(String name) {
    String known =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "ndjson", "jsonlines" -> "JSONEachRow";
          case "tabseparated" -> "TSV";
          case "tabseparatedwithnames" -> "TSVWithNames";
          default -> name;
        };
    return Arrays.stream(values())
        .filter(format -> format.clickHouseName.equalsIgnoreCase(known))
        .findFirst()
        .orElseThrow(() ->
            new SqlRefusedException(
                "The format '"
                    + name
                    + "' is not available. Use one of "
                    + Arrays.stream(values())
                        .map(ResultFormat::clickHouseName)
                        .collect(Collectors.joining(", "))
                    + "."));
  }
}
