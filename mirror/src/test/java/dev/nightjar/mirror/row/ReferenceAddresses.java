package dev.nightjar.mirror.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** IP addresses as RFC 4291 writes them, to be read rather than to be fast. */
final class ReferenceAddresses {
  private static final String NUMBER = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final Pattern V4 =
      Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "\\." + NUMBER);
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MAPPED = HEX.parseHex("00000000000000000000ffff");

  private ReferenceAddresses() {}

  /** The four bytes of an IPv4 address. */
  static Optional<byte[]> v4(String text) {
    Matcher numbers = V4.matcher(text);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      address[i] = (byte) Integer.parseInt(numbers.group(i + 1));
    }
    return Optional.of(address);
  }

  /** The 16 bytes of an address, also of an IPv4 one. */
  static Optional<byte[]> v6(String text) {
    return v4(text)
        .map(address -> HEX.parseHex(HEX.formatHex(MAPPED) + HEX.formatHex(address)))
        .or(() -> groups(text));
  }

  private static Optional<byte[]> groups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return hex(text, true).filter(hex -> hex.length() == 32).map(HEX::parseHex);
    }
    Optional<String> before = hex(text.substring(0, gap), false);
    Optional<String> behind = hex(text.substring(gap + 2), true);
    if (before.isEmpty() || behind.isEmpty()) {
      return Optional.empty();
    }
    int zeros = 32 - before.get().length() - behind.get().length();
    return zeros < 4
        ? Optional.empty()
        : Optional.of(HEX.parseHex(before.get() + "0".repeat(zeros) + behind.get()));
  }

  /** The digits of groups with colons between them; the last two may be an IPv4 address. */
  private static Optional<String> hex(String text, boolean end) {
    if (text.isEmpty()) {
      return Optional.of("");
    }
    List<String> groups = new ArrayList<>(Arrays.asList(text.split(":", -1)));
    StringBuilder digits = new StringBuilder();
    Optional<byte[]> last = end ? v4(groups.getLast()) : Optional.empty();
    if (last.isPresent()) {
      groups.removeLast();
    }
    for (String group : groups) {
      if (!GROUP.matcher(group).matches()) {
        return Optional.empty();
      }
      digits.append("0".repeat(4 - group.length())).append(group);
    }
    last.map(HEX::formatHex).ifPresent(digits::append);
    return Optional.of(digits.toString());
  }

  /** The shortest form of an address of 4 or 16 bytes, as ClickHouse prints it. */
  static String printed(byte[] address) {
    if (address.length == 4) {
      return dotted(address);
    }
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < 16; i += 2) {
      groups.add(Integer.toHexString((address[i] & 0xFF) << 8 | address[i + 1] & 0xFF));
    }
    int begin = 0;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      int zeros = (int) groups.subList(i, 8).stream().takeWhile(group -> group.equals("0")).count();
      if (zeros > length) {
        begin = i;
        length = zeros;
      }
    }
    if (length < 2) {
      return String.join(":", groups);
    }
    boolean mapped = begin == 0 && length == 5 && groups.get(5).equals("ffff");
    if (mapped || (begin == 0 && length == 6)) {
      return (mapped ? "::ffff:" : "::") + dotted(Arrays.copyOfRange(address, 12, 16));
    }
    return groups.subList(0, begin).stream().collect(Collectors.joining(":"))
        + "::"
        + groups.subList(begin + length, 8).stream().collect(Collectors.joining(":"));
  }

  private static String dotted(byte[] address) {
    List<String> numbers = new ArrayList<>();
    for (byte number : address) {
      numbers.add(Integer.toString(number & 0xFF));
    }
    return String.join(".", numbers);
  }
}
