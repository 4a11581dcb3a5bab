package dev.nightjar.server.metrics;

import dev.nightjar.mirror.status.MirrorStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A metric that every mirror has.
 *
 * @param type gauge or counter
 * @param name as it is exported, a counter's without {@code _total}
 * @param help what it is
 * @param label its label besides {@code workspace} and {@code datasource}, if it has one
 * @param values reads them off a status
 */
record MirrorFamily(Type type, String name, String help, Optional<String> label, Values values) {

  enum Type {
    GAUGE,
    COUNTER
  }

  /** Reads a metric's values off a status. */
  @FunctionalInterface
  interface Values {
    void read(MirrorStatus status, Instant now, Points points);
  }

  static MirrorFamily gauge(String name, String help, Values values) {
    return new MirrorFamily(Type.GAUGE, name, help, Optional.empty(), values);
  }

  static MirrorFamily gauge(String name, String label, String help, Values values) {
    return new MirrorFamily(Type.GAUGE, name, help, Optional.of(label), values);
  }

  static MirrorFamily counter(String name, String help, Values values) {
    return new MirrorFamily(Type.COUNTER, name, help, Optional.empty(), values);
  }

  static MirrorFamily counter(String name, String label, String help, Values values) {
    return new MirrorFamily(Type.COUNTER, name, help, Optional.of(label), values);
  }
}
