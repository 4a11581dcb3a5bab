package dev.nightjar.mirror.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8, as RFC 3629 has it, with nothing that only half of UTF-16 is. */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080808080808080L;

  private Utf8() {}

  /** Of a text as it is. */
  static boolean isText(byte[] text, int start, int end) {
    int at = start;
    while (at <= end - Long.BYTES && ((long) LONGS.get(text, at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    return isValid(text, at, end, false);
  }

  /** Of a JSON text: an escaped lone surrogate is none either. */
  static boolean isValid(byte[] text, int start, int end) {
    return isValid(text, start, end, true);
  }

  private static boolean isValid(byte[] text, int start, int end, boolean escaped) {
    int at = start;
    while (at < end) {
      int lead = text[at];
      if (lead >= 0) {
        if (escaped && lead == '\\') {
          if (isSurrogateEscape(text, at, end)) {
            return false;
          }
          at++;
        }
        at++;
        continue;
      }
      int length = length(text, at, end);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** PlainJson escapes no surrogate but a lone one. */
  private static boolean isSurrogateEscape(byte[] text, int at, int end) {
    return at + 3 < end
        && text[at + 1] == 'u'
        && (text[at + 2] | 0x20) == 'd'
        && Hex.digit(text[at + 3]) >= 8;
  }

  private static int length(byte[] text, int at, int end) {
    int lead = text[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((text[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = text[at + 1] & 0xFF;
    boolean forbidden =
        (lead == 0xE0 && second < 0xA0)
            || (lead == 0xED && second >= 0xA0)
            || (lead == 0xF0 && second < 0x90)
            || (lead == 0xF4 && second >= 0x90);
    return forbidden ? 0 : length;
  }
}
