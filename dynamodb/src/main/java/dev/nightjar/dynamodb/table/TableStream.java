package dev.nightjar.dynamodb.table;

import dev.nightjar.dynamodb.stream.StreamViewType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A table's latest stream.
 *
 * @param arn {@code LatestStreamArn}
 * @param label {@code LatestStreamLabel}: when it was made, as ISO 8601 text
 * @param enabled whether it is on
 * @param viewType what its records carry
 */
public record TableStream(String arn, String label, boolean enabled, StreamViewType viewType) {

  /** When the stream was made, by its label; empty if the label is no time. */
  public Optional<Instant> createdAt() {
    try {
      return Optional.of(LocalDateTime.parse(label).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}
