package dev.nightjar.mirror.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads IP addresses from their text: {@code 192.0.2.1}, and IPv6 as RFC 4291 writes it. For one
 * thread at a time.
 */
final class IpAddress {
  private static final int GROUPS = 8;

  private final int[] groups = new int[GROUPS];
  private final byte[] bytes = new byte[2 * GROUPS];
  private byte[] text;
  private int at;
  private int end;
  private long v4;

  /** The IPv4 address that was read, the first number in the highest byte. */
  long v4() {
    return v4;
  }

  /** The IPv6 address that was read, in the order of its text; valid until the next one. */
  byte[] v6() {
    return bytes;
  }

  /** Reads four numbers without leading zeros. */
  boolean parseV4(byte[] source, int start, int limit) {
    text = source;
    at = start;
    end = limit;
    return readV4() && at == end;
  }

  private boolean readV4() {
    long sum = 0;
    for (int i = 0; i < 4; i++) {
      if (i > 0 && (at >= end || text[at++] != '.')) {
        return false;
      }
      int first = at;
      int number = 0;
      while (at < end && at < first + 3 && text[at] >= '0' && text[at] <= '9') {
        number = number * 10 + text[at++] - '0';
      }
      if (at == first || number > 255 || (text[first] == '0' && at > first + 1)) {
        return false;
      }
      sum = sum << 8 | number;
    }
    v4 = sum;
    return true;
  }

  /** Makes {@link #v6} of the IPv4 address that was read, as {@code ::ffff:a.b.c.d}. */
  void mapV4() {
    Arrays.fill(groups, 0);
    groups[5] = 0xFFFF;
    groups[6] = (int) (v4 >> 16);
    groups[7] = (int) (v4 & 0xFFFF);
    storeGroups();
  }

  /** Reads an IPv6 address. */
  boolean parseV6(byte[] source, int start, int limit) {
    text = source;
    at = start;
    end = limit;
    Arrays.fill(groups, 0);
    int count = 0;
    int gap = -1;
    if (at + 1 < end && text[at] == ':' && text[at + 1] == ':') {
      gap = 0;
      at += 2;
    }
    while (at < end) {
      if (count == GROUPS) {
        return false;
      }
      if (count <= GROUPS - 2 && dotFollows()) {
        if (!readV4() || at != end) {
          return false;
        }
        groups[count++] = (int) (v4 >> 16);
        groups[count++] = (int) (v4 & 0xFFFF);
        break;
      }
      if (!readGroup(count++)) {
        return false;
      }
      if (at == end) {
        break;
      }
      if (text[at++] != ':' || at == end) {
        return false;
      }
      if (text[at] == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = count;
        at++;
      }
    }
    if (gap < 0 ? count != GROUPS : count > GROUPS - 1) {
      return false;
    }
    if (gap >= 0) {
      int behind = count - gap;
      System.arraycopy(groups, gap, groups, GROUPS - behind, behind);
      Arrays.fill(groups, gap, GROUPS - behind, 0);
    }
    storeGroups();
    return true;
  }

  private boolean dotFollows() {
    int look = at;
    while (look < end && text[look] >= '0' && text[look] <= '9') {
      look++;
    }
    return look < end && look > at && text[look] == '.';
  }

  private boolean readGroup(int index) {
    int first = at;
    int value = 0;
    while (at < end && at < first + 4) {
      int digit = Hex.digit(text[at]);
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
      at++;
    }
    groups[index] = value;
    return at > first;
  }

  private void storeGroups() {
    for (int i = 0; i < GROUPS; i++) {
      bytes[2 * i] = (byte) (groups[i] >> 8);
      bytes[2 * i + 1] = (byte) groups[i];
    }
  }

  /** The IPv6 address that was read as ClickHouse prints it (as {@code inet_ntop} does). */
  String v6Text() {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int length = 0;
      while (i + length < GROUPS && groups[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        best = i;
        bestLength = length;
      }
      i += length;
    }
    boolean withV4 = best == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xFFFF));
    int last = withV4 ? GROUPS - 2 : GROUPS;
    StringBuilder printed = new StringBuilder();
    for (int i = 0; i < last; i++) {
      if (i == best) {
        printed.append("::");
        i += bestLength - 1;
        continue;
      }
      if (i > 0 && i != best + bestLength) {
        printed.append(':');
      }
      printed.append(Integer.toHexString(groups[i]));
    }
    if (withV4) {
      if (bestLength == 5) {
        printed.append(':');
      }
      printed.append(
          "%d.%d.%d.%d"
              .formatted(groups[6] >> 8, groups[6] & 0xFF, groups[7] >> 8, groups[7] & 0xFF));
    }
    return printed.toString();
  }

  /** Whether {@link #v6Text} is what was read. */
  boolean isCanonicalV6(byte[] source, int start, int limit) {
    byte[] printed = v6Text().getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(printed, 0, printed.length, source, start, limit);
  }
}
