package dev.nightjar.mirror.run;

import dev.nightjar.mirror.batch.Retries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a mirror is trying again, and how often it did. Thread-safe. */
final class MirrorHealth implements Retries {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorHealth.class);
  private static final Duration SHOWN = Duration.ofMinutes(2);

  /**
   * What failed last.
   *
   * @param cause a short code
   * @param message what happened
   * @param at when
   */
  record Trouble(String cause, String message, Instant at) {}

  private final String mirror;
  private final Clock clock;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private volatile Optional<Trouble> trouble = Optional.empty();

  MirrorHealth(String mirror, Clock clock) {
    this.mirror = mirror;
    this.clock = clock;
  }

  @Override
  public void retrying(String cause, String message) {
    LongAdder count = counts.computeIfAbsent(cause, _ -> new LongAdder());
    count.increment();
    trouble = Optional.of(new Trouble(cause, message, clock.instant()));
    LOG.debug("mirror {} tries again after {}: {}", mirror, cause, message);
  }

  @Override
  public void recovered() {
    trouble = Optional.empty();
  }

  Optional<Trouble> trouble() {
    Instant oldest = clock.instant().minus(SHOWN);
    return trouble.filter(last -> last.at().isAfter(oldest));
  }

  Map<String, Long> counts() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue().sum()));
  }
}
