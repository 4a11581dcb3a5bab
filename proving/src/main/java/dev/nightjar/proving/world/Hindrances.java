package dev.nightjar.proving.world;

import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.Trouble;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * For how long a history keeps a mirror from reading its stream. A mirror that is silent for longer
 * than that is so by its own fault: its silence gives no reason for anything.
 */
final class Hindrances {
  /** A little less than the 23 hours after which a mirror no longer trusts what it reads. */
  private static final Duration GAP = Duration.ofHours(22);

  /** A little less than the 8 hours for which AWS remembers a request's token. */
  private static final Duration TOKEN = Duration.ofHours(7);

  /** An answer that nothing is there does not end a silence. */
  private static final Set<Trouble> UNREAD =
      EnumSet.of(
          Trouble.STREAM_FAILS,
          Trouble.STREAM_THROTTLED,
          Trouble.PAGES_EMPTY,
          Trouble.LISTING_FAILS,
          Trouble.TABLE_CALLS_FAIL,
          Trouble.ROLE_LOST,
          Trouble.CLICKHOUSE_AWAY,
          Trouble.CLICKHOUSE_REFUSES,
          Trouble.CLICKHOUSE_TIMES_OUT,
          Trouble.CLICKHOUSE_QUERIES_FAIL);

  private final History history;

  Hindrances(History history) {
    this.history = history;
  }

  /** Whether the stream may have lost changes to a reader that is hindered so. */
  boolean mayLoseChanges() {
    return sum(UNREAD).compareTo(GAP) > 0;
  }

  /** Whether AWS may have forgotten a token before its request was answered. */
  boolean mayLoseToken() {
    Set<Trouble> troubles = EnumSet.copyOf(UNREAD);
    troubles.add(Trouble.EXPORT_CALLS_FAIL);
    return sum(troubles).compareTo(TOKEN) > 0;
  }

  /** All of them may have come one after the other. */
  private Duration sum(Set<Trouble> troubles) {
    return history.events().stream()
        .map(event -> of(event, troubles))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration of(Event event, Set<Trouble> troubles) {
    return switch (event) {
      case Event.Wrong wrong when troubles.contains(wrong.trouble()) -> wrong.duration();
      case Event.Kill kill -> kill.down();
      case Event.Stop stop -> stop.down();
      case Event.LedgerLost lost -> lost.down();
      case Event.TailLost lost -> lost.down();
      case Event.Pause pause -> pause.duration();
      default -> Duration.ZERO;
    };
  }
}
