package dev.nightjar.proving.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in a history, for people, and a fingerprint of all of it, for comparing two runs.
 */
final class Chronicle {
  private static final int MOST_LINES = 5_000;

  private final Instant start;
  private final List<String> lines = new ArrayList<>();
  private long fingerprint = 1125899906842597L;

  Chronicle(Instant start) {
    this.start = start;
  }

  /** Something that a person wants to know. */
  void note(Instant at, String text) {
    happened(at, text);
    if (lines.size() < MOST_LINES) {
      lines.add(time(at) + "  " + text);
    }
  }

  /** Something that happened too. */
  void happened(Instant at, String text) {
    fingerprint = 31 * (31 * fingerprint + at.toEpochMilli()) + text.hashCode();
  }

  /** Days, hours, minutes and seconds since the beginning. */
  String time(Instant at) {
    Duration since = Duration.between(start, at);
    return "%3d:%02d:%02d.%03d"
        .formatted(
            since.toHours(), since.toMinutesPart(), since.toSecondsPart(), since.toMillisPart());
  }

  List<String> lines() {
    return lines;
  }

  long fingerprint() {
    return fingerprint;
  }
}
