package dev.nightjar.clickhouse.execution;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads ClickHouse's error texts: {@code Code: 60. DB::Exception: Unknown table t.
 * (UNKNOWN_TABLE)}, sometimes one in the other; the first code and the last name are those of the
 * outermost.
 */
public final class ErrorText {
  private static final Pattern CODE = Pattern.compile("^Code: (\\d+)\\. DB::\\w*Exception: ");
  private static final Pattern NAME =
      Pattern.compile("\\.?\\s*\\((version [^()]*(?:\\([^()]*\\))?|[A-Z][A-Z0-9_]+)\\)\\.?\\s*$");

  private ErrorText() {}

  /** The error that a text tells; one without a code where it tells none. */
  public static ClickHouseException parse(String text) {
    int code = 0;
    String message = text.strip();
    for (Matcher m = CODE.matcher(message); m.find(); m = CODE.matcher(message)) {
      if (code == 0) {
        code = Integer.parseInt(m.group(1));
      }
      message = message.substring(m.end());
    }
    String name = "";
    for (Matcher m = NAME.matcher(message); code != 0 && m.find(); m = NAME.matcher(message)) {
      if (name.isEmpty() && !m.group(1).startsWith("version ")) {
        name = m.group(1);
      }
      message = message.substring(0, m.start());
    }
    return new ClickHouseException(code, name, message);
  }
}
