package dev.nightjar.awslocal.stream;

import java.util.HexFormat;

/** Ids of shards: {@code shardId-00000001414562045508-2bac9cd2}. */
final class ShardIds {

  private static final String PREFIX = "shardId-";
  private static final int DIGITS = 20;

  private ShardIds() {}

  /** The id of a shard that was made at that time (epoch ms), told apart by 32 bits. */
  static String of(long millis, long bits) {
    String digits = Long.toString(millis);
    return PREFIX
        + "0".repeat(DIGITS - digits.length())
        + digits
        + "-"
        + HexFormat.of().toHexDigits((int) bits);
  }

  /** The time in an id, in epoch ms. */
  static long millis(String id) {
    return Long.parseLong(id, PREFIX.length(), PREFIX.length() + DIGITS, 10);
  }

  /** AWS: "Minimum length of 28. Maximum length of 65". */
  static boolean wellFormed(String id) {
    return id.length() >= 28 && id.length() <= 65;
  }
}
