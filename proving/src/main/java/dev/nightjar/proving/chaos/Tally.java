package dev.nightjar.proving.chaos;

import java.util.Map;
import java.util.TreeMap;

/** What was done to the processes, counted. Thread-safe. */
final class Tally {

  /** A power cut after which a part of what was not synced was there. */
  static final String TORN = "power cut, torn";

  private final Map<String, Long> kills = new TreeMap<>();
  private final Map<String, Long> phases = new TreeMap<>();
  private final Map<String, Long> faults = new TreeMap<>();

  /**
   * A process was ended.
   *
   * @param how such as {@code server SIGKILL}
   * @param phase the mirror's state at that moment
   */
  synchronized void killed(String how, String phase) {
    kills.merge(how, 1L, Long::sum);
    phases.merge(phase, 1L, Long::sum);
  }

  synchronized void fault(String kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  synchronized long faults(String kind) {
    return faults.getOrDefault(kind, 0L);
  }

  synchronized long kills() {
    return kills.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized Map<String, Long> killsByProcess() {
    return new TreeMap<>(kills);
  }

  synchronized Map<String, Long> killsByPhase() {
    return new TreeMap<>(phases);
  }

  synchronized Map<String, Long> faults() {
    return new TreeMap<>(faults);
  }
}
