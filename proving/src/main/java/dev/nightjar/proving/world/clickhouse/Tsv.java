package dev.nightjar.proving.world.clickhouse;

import java.nio.charset.StandardCharsets;

/** Answers in the format TabSeparatedWithNames. */
final class Tsv {
  private Tsv() {}

  /**
   * An answer.
   *
   * @param names of the columns, with tabs between them
   * @param lines rows, with line feeds between them; empty for none
   */
  static byte[] of(String names, String lines) {
    String rows = lines.isEmpty() ? "" : lines + "\n";
    return (names + "\n" + rows).getBytes(StandardCharsets.UTF_8);
  }
}
