package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The statement of a request, and its rows where it brings some. No more of the body is held than a
 * statement may be long.
 *
 * @param sql one statement, without FORMAT and semicolons at its end
 * @param format the format that it names
 * @param rows what follows an INSERT; empty where it brings no rows
 */
record RequestText(String sql, Optional<String> format, Optional<InputStream> rows) {
  /** ClickHouse's default of {@code max_query_size}. */
  static final int LONGEST_STATEMENT = 262_144;

  /**
   * Reads as much of a body as is needed to tell them apart.
   *
   * @param query the parameter {@code query}; a body follows it on a new line
   * @param body the body, decompressed
   * @param longest how many bytes a statement may have
   * @throws ClickHouseException when there is no statement, or one too many
   */
  static RequestText read(String query, InputStream body, int longest) throws IOException {
    byte[] before = query.isEmpty() ? new byte[0] : (query + "\n").getBytes(StandardCharsets.UTF_8);
    if (before.length > longest + 1) {
      throw tooLong(longest);
    }
    byte[] read = body.readNBytes(longest + 1 - Math.min(before.length, longest));
    byte[] bytes = new byte[before.length + read.length];
    System.arraycopy(before, 0, bytes, 0, before.length);
    System.arraycopy(read, 0, bytes, before.length, read.length);
    // A char a byte: rows need not be UTF-8, and places in the text are places in the bytes.
    StatementText text =
        StatementText.of(new String(bytes, StandardCharsets.ISO_8859_1), bytes.length <= longest);
    Optional<InputStream> rows =
        text.rowsAt()
            .map(at ->
                new SequenceInputStream(
                    new ByteArrayInputStream(bytes, at, bytes.length - at), body));
    return new RequestText(utf8(text.sql()), text.format().map(RequestText::utf8), rows);
  }

  private static String utf8(String bytes) {
    if (bytes.indexOf('\0') >= 0) {
      throw new ClickHouseException(
          62, "SYNTAX_ERROR", "The statement holds a zero byte: in a string it is written \\0");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException _) {
      throw new ClickHouseException(62, "SYNTAX_ERROR", "The statement is not valid UTF-8");
    }
  }

  private static ClickHouseException tooLong(int longest) {
    return new ClickHouseException(
        62, "SYNTAX_ERROR", "Max query size exceeded: a statement may have " + longest + " bytes");
  }
}
