package dev.nightjar.cli.text;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180), with line feeds as line ends. */
public final class Csv {

  private Csv() {}

  /** One line without its end; a value is quoted where it must be. */
  public static String line(List<String> values) {
    return values.stream().map(Csv::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
