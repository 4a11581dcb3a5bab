package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.Num;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Which items time to live deletes. */
final class Expiry {

  /** What has been expired for longer is kept: "items older than five years" (TTL). */
  private static final Duration TOO_OLD = Duration.ofDays(5 * 365);

  private Expiry() {}

  /** Whether the attribute is a number of seconds since 1970 that is over, and not for too long. */
  static boolean isOver(Item item, String attribute, Instant now) {
    if (!(item.attributes().get(attribute) instanceof Num expiry)) {
      return false;
    }
    BigDecimal seconds = BigDecimal.valueOf(now.getEpochSecond());
    BigDecimal oldest = seconds.subtract(BigDecimal.valueOf(TOO_OLD.toSeconds()));
    return expiry.value().compareTo(seconds) < 0 && expiry.value().compareTo(oldest) > 0;
  }
}
