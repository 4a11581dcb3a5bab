package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Tells an error as ClickHouse does.
 *
 * @param code ClickHouse's code
 * @param text with code, name and version
 */
record Failure(int code, String text) {
  private static final String MARK = "__exception__";
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final int TAG_LENGTH = 16;

  static Failure of(ClickHouseException error, String version) {
    ClickHouseException told = ErrorStatus.told(error);
    String message = told.getMessage();
    return new Failure(
        told.code(),
        "Code: "
            + told.code()
            + ". DB::Exception: "
            + message
            + (message.endsWith(".") ? "" : ".")
            + (told.name().isEmpty() ? "" : " (" + told.name() + ")")
            + " (version "
            + version
            + ")\n");
  }

  int status() {
    return ErrorStatus.of(code);
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The block at the end of an answer that fails half way, by which clients (ClickHouse 25.11 and
   * later) tell an error from rows.
   *
   * @param tag the answer's {@code X-ClickHouse-Exception-Tag}
   */
  byte[] block(String tag) {
    String end = "\r\n";
    return (end + MARK + end + tag + end + text + bytes().length + " " + tag + end + MARK + end)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A tag that no row of this answer can foresee. */
  static String newTag(SecureRandom random) {
    StringBuilder tag = new StringBuilder();
    for (int i = 0; i < TAG_LENGTH; i++) {
      tag.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return tag.toString();
  }
}
