package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Date;
import dev.nightjar.clickhouse.type.ClickHouseType.Date32;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.EnumType;
import dev.nightjar.clickhouse.type.ClickHouseType.FixedString;
import dev.nightjar.clickhouse.type.ClickHouseType.Ipv4;
import dev.nightjar.clickhouse.type.ClickHouseType.Ipv6;
import dev.nightjar.clickhouse.type.ClickHouseType.Uuid;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Texts that columns read: times, UUIDs, addresses … */
final class TypedTexts {
  private static final String[] WORDS = {
    "", "x", "ab", "ab\0", "abcd", "é", "😀", "new", "a\"b", "\ud800", "0", "7", "-0", "null"
  };
  private static final String[] TIMES_AT_LIMITS = {
    "1899-12-31T23:59:59.999Z",
    "1900-01-01",
    "1900-01-01T00:00:00.000Z",
    "1969-12-31T23:59:59.999999999Z",
    "1970-01-01T00:00:00Z",
    "2024-02-29T24:00:00Z",
    "2023-02-29",
    "2024-02-29",
    "2024-03-31T02:30:00",
    "2024-10-27 02:30",
    "2106-02-07T06:28:15Z",
    "2106-02-07T06:28:16Z",
    "2149-06-06",
    "2149-06-07",
    "2262-04-11T23:47:16.854775807Z",
    "2262-04-11T23:47:16.854775808Z",
    "2299-12-31T23:59:59.999999999Z",
    "2300-01-01",
    "0000-01-01",
    "9999-12-31T23:59:59Z",
    "2024-07-25T10:46:60Z",
    "2024-07-25T10:46:37.Z",
    "2024-07-25T10:46:37+18:00",
    "2024-07-25T10:46:37-18:01",
    "2024-07-25T10:46:37+02:60",
    "2024-07-25Z",
    "2024-0725",
    "25.7.2024",
    "2024-07-25T",
    "2024-07-25T10",
    "1721904397.",
    "172190439",
    "17219043971",
    "9999999999999999999"
  };
  private static final String[] NUMBERS_AT_LIMITS = {
    "0",
    "-1",
    "-0.5",
    "65535",
    "65536",
    "120529",
    "120530",
    "-25567",
    "-25568",
    "1E+2",
    "10.0",
    "10.5",
    "4294967295",
    "4294967296",
    "99999999999",
    "99999999999.9",
    "100000000000",
    "100000000000000",
    "100000000000000000",
    "9223372036854775807",
    "9223372036854775808",
    "-2208988800",
    "-2208988801",
    "1.7219043973800000001E+9",
    "1E+30",
    "-1E+60"
  };
  private static final String[] ADDRESSES = {
    "::",
    "::1",
    "1::",
    "2001:db8::1:0:0:1",
    "2001:DB8:0:0:1:0:0:1",
    "::ffff:192.0.2.1",
    "::192.0.2.1",
    "::ffff:0:192.0.2.1",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1::3:4:5:6:7:8",
    "1:2:3:4:5:6:192.0.2.1",
    "64:ff9b::192.0.2.33",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:192.0.2.1",
    "1::2::3",
    ":::",
    ":1",
    "1:",
    "::1%eth0",
    "12345::",
    "::192.0.2",
    "::192.0.2.1:1",
    "192.0.2.256",
    "192.0.2.01",
    "192.0.2",
    "1.2.3.4.5",
    "1.2.3.4 ",
    "::1.2.3.04"
  };

  private final Random random;

  TypedTexts(Random random) {
    this.random = random;
  }

  /**
   * A text for a column.
   *
   * @param tidy whether it is to fit; it mostly does
   */
  String any(ClickHouseType bare, boolean tidy) {
    String text =
        switch (bare) {
          case Date _, Date32 _ ->
              tidy && random.nextInt(3) > 0 ? time().substring(0, 10) : anyTime();
          case DateTime _ -> tidy ? canonical(0) : anyTime();
          case DateTime64(int precision, var _) ->
              tidy && random.nextInt(3) > 0 ? canonical(precision) : anyTime();
          case Uuid _ -> uuid(tidy);
          case Ipv4 _ -> v4();
          case Ipv6 _ -> v6(tidy);
          case EnumType(int _, Map<String, Integer> values) ->
              List.copyOf(values.keySet()).get(random.nextInt(values.size()));
          case FixedString(int length) when tidy ->
              "abcdefgh".substring(0, random.nextInt(Math.min(length, 8) + 1));
          default -> WORDS[random.nextInt(WORDS.length)];
        };
    return tidy || random.nextInt(4) > 0 ? text : changed(text);
  }

  /** A number for a column of times. */
  String timeNumber() {
    if (random.nextInt(4) == 0) {
      return NUMBERS_AT_LIMITS[random.nextInt(NUMBERS_AT_LIMITS.length)];
    }
    long seconds = random.nextLong(4_300_000_000L);
    String nanos = "%09d".formatted(random.nextInt(1_000_000_000));
    return switch (random.nextInt(6)) {
      case 0 -> Integer.toString(random.nextInt(70_000));
      case 1 -> seconds + "." + nanos.substring(0, random.nextInt(1, 10));
      case 2 -> seconds + nanos.substring(0, 3 * random.nextInt(1, 4));
      case 3 -> seconds + nanos.substring(0, 3) + ".5";
      case 4 -> "-" + seconds / 2 + "." + nanos;
      default -> Long.toString(seconds);
    };
  }

  private String anyTime() {
    return switch (random.nextInt(4)) {
      case 0 -> TIMES_AT_LIMITS[random.nextInt(TIMES_AT_LIMITS.length)];
      case 1 -> timeNumber();
      default -> time();
    };
  }

  private Instant instant() {
    int year = random.nextInt(8) > 0 ? random.nextInt(1970, 2106) : random.nextInt(1890, 2310);
    return LocalDateTime.of(year, 1, 1, 0, 0)
        .plusSeconds(random.nextLong(366 * 86_400L))
        .plusNanos(random.nextInt(1_000_000_000))
        .toInstant(ZoneOffset.UTC);
  }

  private String canonical(int precision) {
    return ReferenceTimes.canonical(instant(), precision);
  }

  /** In one of the many forms of ISO 8601. */
  private String time() {
    String time = ReferenceTimes.printed(instant(), random.nextInt(10), ZoneOffset.UTC);
    String[] parts = time.split(" ");
    String clock = random.nextInt(4) > 0 ? parts[1] : parts[1].substring(0, 5);
    String offset = any("", "Z", "z", "+02", "-0330", "+05:45", "+00:00");
    String whole = parts[0] + any("T", "T", " ", "t") + clock + offset;
    return switch (random.nextInt(6)) {
      case 0 -> parts[0];
      case 1 -> parts[0].replace("-", "") + "T" + (clock + offset).replace(":", "");
      case 2 -> whole.replace('.', ',');
      default -> whole;
    };
  }

  private String uuid(boolean tidy) {
    String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
    return switch (random.nextInt(tidy ? 12 : 4)) {
      case 0 -> uuid.toUpperCase();
      case 1 -> uuid.replace("-", "");
      default -> uuid;
    };
  }

  private String v4() {
    int bits = random.nextInt();
    return "%d.%d.%d.%d".formatted(bits >>> 24, bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF);
  }

  private String v6(boolean tidy) {
    if (random.nextInt(4) == 0) {
      return v4();
    }
    if (!tidy || random.nextInt(4) == 0) {
      return ADDRESSES[random.nextInt(tidy ? 14 : ADDRESSES.length)];
    }
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      groups.add(random.nextBoolean() ? "0" : Integer.toHexString(random.nextInt(0x10000)));
    }
    String full = String.join(":", groups);
    return random.nextInt(4) == 0
        ? full
        : ReferenceAddresses.printed(ReferenceAddresses.v6(full).orElseThrow());
  }

  private String changed(String text) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at);
      case 1 ->
          text.substring(0, at) + any(" ", "0", "-", ":", ".", "Z", "\0", "é") + text.substring(at);
      default -> text + text;
    };
  }

  private String any(String... from) {
    return from[random.nextInt(from.length)];
  }
}
