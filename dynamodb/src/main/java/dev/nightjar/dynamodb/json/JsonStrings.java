package dev.nightjar.dynamodb.json;

/**
 * Between the two forms of a string: as JSON escapes it, and as UTF-8.
 *
 * <p>A lone surrogate has no UTF-8. Its meaning is written as the three bytes that the same pattern
 * would give (as WTF-8 does), so that no two strings become one, and it goes back into JSON as
 * {@code \}{@code ud800}.
 */
public final class JsonStrings {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private JsonStrings() {}

  /**
   * Decodes the content of a JSON string.
   *
   * @param target has room for as many bytes as the source has
   * @return the end of what was written to {@code target}
   * @throws MalformedJsonException at an escape that is none
   */
  public static int decode(byte[] source, int start, int end, byte[] target, int targetStart) {
    int at = start;
    int to = targetStart;
    while (at < end) {
      if (source[at] != '\\') {
        // Also of a control character, which stands for itself.
        int plain = StringEnd.special(source, at + 1, end);
        System.arraycopy(source, at, target, to, plain - at);
        to += plain - at;
        at = plain;
        continue;
      }
      if (at + 1 >= end) {
        throw new MalformedJsonException("an escape has no end", at);
      }
      int kind = source[at + 1];
      if (kind == 'u') {
        int unit = hex4(source, at + 2, end);
        at += 6;
        if (Character.isHighSurrogate((char) unit)
            && at + 1 < end
            && source[at] == '\\'
            && source[at + 1] == 'u') {
          int second = hex4(source, at + 2, end);
          if (Character.isLowSurrogate((char) second)) {
            unit = Character.toCodePoint((char) unit, (char) second);
            at += 6;
          }
        }
        to = encode(unit, target, to);
      } else {
        target[to++] = simpleEscape(kind, at);
        at += 2;
      }
    }
    return to;
  }

  private static byte simpleEscape(int kind, int at) {
    return switch (kind) {
      case '"', '\\', '/' -> (byte) kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new MalformedJsonException("an escape that is none", at);
    };
  }

  private static int hex4(byte[] source, int start, int end) {
    if (start + 4 > end) {
      throw new MalformedJsonException("an escape has no end", start);
    }
    int unit = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = Character.digit(source[i], 16);
      if (digit < 0) {
        throw new MalformedJsonException("an escape has a digit that is not hexadecimal", i);
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static int encode(int codePoint, byte[] target, int start) {
    int to = start;
    if (codePoint < 0x80) {
      target[to++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      target[to++] = (byte) (0xC0 | codePoint >> 6);
      target[to++] = continuation(codePoint);
    } else if (codePoint < 0x10000) {
      target[to++] = (byte) (0xE0 | codePoint >> 12);
      target[to++] = continuation(codePoint >> 6);
      target[to++] = continuation(codePoint);
    } else {
      target[to++] = (byte) (0xF0 | codePoint >> 18);
      target[to++] = continuation(codePoint >> 12);
      target[to++] = continuation(codePoint >> 6);
      target[to++] = continuation(codePoint);
    }
    return to;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | bits & 0x3F);
  }

  /**
   * Appends a string's meaning as a JSON string, quotes included, in the one form that this project
   * writes: UTF-8 as it is; a quote, a backslash and control characters escaped, by letter where
   * JSON has one and else as {@code \}{@code u00xx}; a lone surrogate as {@code \}{@code udxxx}.
   */
  public static void appendQuoted(byte[] source, int start, int end, ByteOutput output) {
    output.append('"');
    appendEscaped(source, start, end, output);
    output.append('"');
  }

  /** Appends what {@link #appendQuoted} appends between the quotes. */
  public static void appendEscaped(byte[] source, int start, int end, ByteOutput output) {
    int copied = start;
    int at = StringEnd.escapable(source, start, end);
    while (at < end) {
      int next = source[at];
      int length = 1;
      if (next == StringEnd.SURROGATE_LEAD) {
        length = isSurrogate(source, at, end) ? 3 : 0;
      }
      if (length > 0) {
        output.append(source, copied, at);
        appendEscape(source, at, output);
        copied = at + length;
      }
      at = StringEnd.escapable(source, at + Math.max(1, length), end);
    }
    output.append(source, copied, end);
  }

  private static boolean isSurrogate(byte[] source, int at, int end) {
    return at + 2 < end && source[at + 1] < (byte) 0xC0 && source[at + 1] >= (byte) 0xA0;
  }

  private static void appendEscape(byte[] source, int at, ByteOutput output) {
    int next = source[at];
    if (next == StringEnd.SURROGATE_LEAD) {
      appendUnit(0xD000 | (source[at + 1] & 0x3F) << 6 | source[at + 2] & 0x3F, output);
    } else if (next < ' ') {
      appendControl(next, output);
    } else {
      output.append('\\');
      output.append((char) next);
    }
  }

  private static void appendControl(int control, ByteOutput output) {
    char letter =
        switch (control) {
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 0;
        };
    if (letter == 0) {
      appendUnit(control, output);
    } else {
      output.append('\\');
      output.append(letter);
    }
  }

  private static void appendUnit(int unit, ByteOutput output) {
    output.append('\\');
    output.append('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      output.append((char) HEX[unit >> shift & 0xF]);
    }
  }
}
