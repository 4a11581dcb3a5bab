package dev.nightjar.clickhouse.execution;

import java.time.Duration;
import java.util.Optional;

/**
 * The instant until which a statement may take.
 *
 * @param longest what it was given, if it was given a time
 * @param start when it got it, in {@link System#nanoTime}
 */
public record Deadline(Optional<Duration> longest, long start) {

  /** One that begins now. */
  public static Deadline after(Optional<Duration> longest) {
    return new Deadline(longest, System.nanoTime());
  }

  /** Nanoseconds left; some centuries where there is no end, 0 or less after it. */
  public long nanosLeft() {
    return longest.map(time -> time.toNanos() - (System.nanoTime() - start)).orElse(Long.MAX_VALUE);
  }
}
