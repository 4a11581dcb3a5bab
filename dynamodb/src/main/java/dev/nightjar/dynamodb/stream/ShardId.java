package dev.nightjar.dynamodb.stream;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shard's id. AWS writes {@code shardId-<20 digits: milliseconds since 1970>-<8 hexadecimal
 * digits>}; the form is not documented, so that one of another form is an id like any other,
 * without a time.
 */
public record ShardId(String value) implements Comparable<ShardId> {
  private static final Pattern TIMED = Pattern.compile("shardId-([0-9]{20})-[0-9a-fA-F]+");

  /** Refuses an empty id. */
  public ShardId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a shard id is empty");
    }
  }

  /** When the shard was created, if the id tells. */
  public Optional<Instant> creationTime() {
    Matcher matcher = TIMED.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String digits = matcher.group(1);
    // 20 digits may be past a long; no such time is meant.
    return digits.startsWith("00")
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(digits)))
        : Optional.empty();
  }

  @Override
  public int compareTo(ShardId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
