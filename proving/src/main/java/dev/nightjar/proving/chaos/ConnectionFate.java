package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.SplittableRandom;

/** What happens to one connection. */
sealed interface ConnectionFate {

  /** Nothing. */
  record Unharmed() implements ConnectionFate {}

  /** It is cut when so many bytes have passed, in both directions together. */
  record Cut(long bytes) implements ConnectionFate {}

  /** Each piece that passes waits that long. */
  record Delayed(Duration pause) implements ConnectionFate {}

  /** It passes no more than that. */
  record Slow(long bytesPerSecond) implements ConnectionFate {}

  /** When so many bytes have passed nothing does for that long, and then it is cut. */
  record Stalled(long bytes, Duration silence) implements ConnectionFate {}

  /** Its name in the report. */
  default String kind() {
    return switch (this) {
      case Unharmed _ -> "unharmed";
      case Cut _ -> "cut";
      case Delayed _ -> "delayed";
      case Slow _ -> "slow";
      case Stalled _ -> "stalled";
    };
  }

  /** Draws one. */
  static ConnectionFate draw(SplittableRandom random) {
    int dice = random.nextInt(100);
    if (dice < 55) {
      return new Unharmed();
    }
    if (dice < 75) {
      // Small ones fall into the request, large ones into an answer.
      return new Cut(random.nextLong(1L << random.nextInt(1, 20)));
    }
    if (dice < 86) {
      return new Delayed(Duration.ofMillis(random.nextLong(2, 150)));
    }
    if (dice < 96) {
      return new Slow(random.nextLong(20_000, 1_000_000));
    }
    return new Stalled(
        random.nextLong(1L << random.nextInt(1, 18)),
        Duration.ofMillis(random.nextLong(500, 6000)));
  }
}
