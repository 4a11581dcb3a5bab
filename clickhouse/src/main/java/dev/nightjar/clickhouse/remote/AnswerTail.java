package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.execution.ErrorText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the error that ClickHouse writes behind the rows of an answer whose status was 200 already.
 *
 * <pre>
 * __exception__                                   since 25.11 with a tag, twice, and the length
 * Code: 395. DB::Exception: … (THROW_IF)
 *
 * __exception__
 * dngjzjnxkvlwkeua
 * Code: 395. DB::Exception: … (THROW_IF)
 * 120 dngjzjnxkvlwkeua
 * __exception__
 * </pre>
 *
 * <p>ClickHouse leaves out the last chunk then, so that the body never ends properly. A proxy may
 * end it all the same.
 */
final class AnswerTail {
  /** What an error begins with. */
  static final byte[] MARKER = "__exception__\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Longer errors do not exist: ClickHouse cuts its messages far below. */
  static final int LONGEST = 64 << 10;

  private static final Pattern TAGGED =
      Pattern.compile(
          "__exception__\r\n([a-z0-9]{8,64})\r\n(.*?)\\s*(?:(\\d+) \\1\r\n__exception__\\s*)?",
          Pattern.DOTALL);
  private static final Pattern PLAIN =
      Pattern.compile("__exception__\r\n(Code: \\d+\\. DB::.*)", Pattern.DOTALL);

  private AnswerTail() {}

  /**
   * Where an error could begin: at the last marker but one (with the last it would end), at the
   * last, or where the bytes end like the beginning of one.
   *
   * @return a place from 0 to {@code length}; {@code length} where none could
   */
  static int start(byte[] bytes, int length) {
    int last = before(bytes, length - MARKER.length + 1, length);
    if (last >= 0) {
      int opening = before(bytes, last, length);
      return opening >= 0 ? opening : last;
    }
    int at = Math.max(0, length - MARKER.length + 1);
    while (at < length && !matches(bytes, at, length - at)) {
      at++;
    }
    return at;
  }

  /** The last whole marker that begins before a place; -1 where there is none near the end. */
  private static int before(byte[] bytes, int place, int length) {
    int first = Math.max(0, length - LONGEST);
    int at = place - 1;
    while (at >= first && !matches(bytes, at, MARKER.length)) {
      at--;
    }
    return at >= first ? at : -1;
  }

  private static boolean matches(byte[] bytes, int at, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[at + i] != MARKER[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The error that an answer ends with.
   *
   * @param end the answer's last bytes, from {@link #start} on
   * @param whole whether the body ended properly: then only a whole error counts
   */
  static Optional<ClickHouseException> error(byte[] end, boolean whole) {
    int last = end.length - MARKER.length + 1;
    for (int at = before(end, last, end.length); at >= 0; at = before(end, at, end.length)) {
      String text = new String(end, at, end.length - at, StandardCharsets.UTF_8);
      Optional<ClickHouseException> error = read(text, whole);
      if (error.isPresent()) {
        return error;
      }
    }
    return Optional.empty();
  }

  private static Optional<ClickHouseException> read(String text, boolean whole) {
    Matcher tagged = TAGGED.matcher(text);
    if (tagged.matches() && (!whole || tagged.group(3) != null)) {
      return withCode(tagged.group(2));
    }
    Matcher plain = PLAIN.matcher(text);
    return plain.matches() ? withCode(plain.group(1)) : Optional.empty();
  }

  private static Optional<ClickHouseException> withCode(String text) {
    ClickHouseException error = ErrorText.parse(text);
    return error.code() == 0 ? Optional.empty() : Optional.of(error);
  }
}
