package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.operation.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A place in a shard, for a while.
 *
 * @param after the offset behind which reading goes on
 * @param issued when it was made, in epoch ms
 */
record ShardIterator(String streamArn, String shardId, long after, long issued) {

  static ShardIterator parse(String text) {
    String[] parts = text.split("\\|");
    if (parts.length != 3) {
      throw invalid();
    }
    try {
      String content = new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8);
      String[] fields = content.split(" ");
      if (fields.length != 4) {
        throw invalid();
      }
      var iterator =
          new ShardIterator(
              parts[0], fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
      if (!iterator.text().equals(text)) {
        throw invalid();
      }
      return iterator;
    } catch (IllegalArgumentException notOneOfOurs) {
      throw invalid();
    }
  }

  boolean expired(Instant now, Duration life) {
    return Instant.ofEpochMilli(issued).plus(life).isBefore(now);
  }

  /** The text for clients, opaque to them. */
  String text() {
    String content = shardId + " " + after + " " + issued;
    var sum = new CRC32C();
    sum.update((streamArn + content).getBytes(StandardCharsets.UTF_8));
    String checked = content + " " + sum.getValue();
    return streamArn
        + "|1|"
        + Base64.getEncoder().encodeToString(checked.getBytes(StandardCharsets.UTF_8));
  }

  private static AwsError invalid() {
    return AwsError.validation("Invalid ShardIterator");
  }
}
