package dev.nightjar.dynamodb.table;

import dev.nightjar.dynamodb.stream.StreamViewType;
import java.time.Duration;
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
  private static final Duration ONE_MOMENT = Duration.ofMillis(100);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  /** When the stream was made, by its label; empty if the label is no time. */
  public Optional<Instant> createdAt() {
    try {
      return Optional.of(LocalDateTime.parse(label).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }

  /**
   * Whether it came with its table, and so has every change. AWS gives both one time, to the
   * millisecond. A stand-in may ask its clock twice, or tell the second alone of the table's time.
   *
   * @param tableCreatedAt {@code CreationDateTime}
   */
  public boolean cameWithTable(Instant tableCreatedAt) {
    Duration precision = tableCreatedAt.getNano() == 0 ? ONE_SECOND : ONE_MOMENT;
    return createdAt()
        .map(created -> created.isBefore(tableCreatedAt.plus(precision)))
        .orElse(false);
  }
}
