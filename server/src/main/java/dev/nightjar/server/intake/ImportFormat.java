package dev.nightjar.server.intake;

import dev.nightjar.server.http.HttpProblem;
import java.util.Locale;
import java.util.Optional;

/** How rows are written. */
public enum ImportFormat {
  CSV,
  /** A JSON object a line. */
  NDJSON,
  /** One JSON object, on as many lines as it likes. */
  JSON,
  PARQUET;

  /**
   * The format of that name.
   *
   * @throws HttpProblem 400 when there is none
   */
  public static ImportFormat named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "csv" -> CSV;
      case "ndjson", "jsonl" -> NDJSON;
      case "json" -> JSON;
      case "parquet" -> PARQUET;
      default ->
          throw HttpProblem.badRequest(
              "The format '" + name + "' is not known. Use csv, ndjson or parquet.");
    };
  }

  /** The format that a file's name tells by its ending, compression left aside. */
  public static Optional<ImportFormat> ofFile(String name) {
    String bare = name.toLowerCase(Locale.ROOT).replaceFirst("[.](gz|zst)$", "");
    int dot = bare.lastIndexOf('.');
    return switch (dot < 0 ? "" : bare.substring(dot + 1)) {
      case "csv" -> Optional.of(CSV);
      case "ndjson", "jsonl" -> Optional.of(NDJSON);
      case "json" -> Optional.of(NDJSON);
      case "parquet" -> Optional.of(PARQUET);
      default -> Optional.empty();
    };
  }
}
