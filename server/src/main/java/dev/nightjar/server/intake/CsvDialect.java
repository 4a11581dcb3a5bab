package dev.nightjar.server.intake;

import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import java.util.Optional;

/**
 * How a CSV is written, as far as its sender says; Tinybird's parameters {@code dialect_*}.
 *
 * @param delimiter between fields; empty: the one of comma, semicolon, tab and bar that the first
 *     line shows
 * @param quote around fields
 * @param escape before a character that is meant as itself; empty: a quote is doubled
 */
public record CsvDialect(Optional<Character> delimiter, char quote, Optional<Character> escape) {
  /** What most files are. */
  public static final CsvDialect USUAL = new CsvDialect(Optional.empty(), '"', Optional.empty());

  /**
   * Reads the parameters of a request.
   *
   * @throws HttpProblem 400 when one of them cannot be
   */
  public static CsvDialect of(Parameters parameters) {
    parameters
        .first("dialect_new_line")
        .map(CsvDialect::unescaped)
        .ifPresent(ending -> {
          if (!ending.isEmpty() && !ending.matches("\r\n|\n|\r")) {
            throw HttpProblem.badRequest(
                "dialect_new_line can be \\n, \\r\\n or \\r; all three are understood without it.");
          }
        });
    char quote = character(parameters, "dialect_quotechar").orElse('"');
    Optional<Character> delimiter = character(parameters, "dialect_delimiter");
    if (delimiter.filter(each -> each == quote).isPresent()) {
      throw HttpProblem.badRequest("dialect_delimiter and the quote cannot be the same character.");
    }
    return new CsvDialect(
        delimiter,
        quote,
        character(parameters, "dialect_escapechar").filter(each -> each != quote));
  }

  private static Optional<Character> character(Parameters parameters, String name) {
    Optional<String> text =
        parameters.first(name).map(CsvDialect::unescaped).filter(value -> !value.isEmpty());
    text.ifPresent(value -> {
      if (value.length() != 1 || value.charAt(0) == '\n' || value.charAt(0) == '\r') {
        throw HttpProblem.badRequest(name + " must be one character.");
      }
    });
    return text.map(value -> value.charAt(0));
  }

  /** A tab or a line break may be written as an escape. */
  private static String unescaped(String text) {
    return text.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n");
  }
}
