package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What may befall a round, besides the fire. */
public enum MisfortuneKind {
  /** The stream loses all that it holds while the server is down. */
  STREAM_TRIMMED,
  /** The stream is switched off, and some time later another one on. */
  STREAM_REPLACED,
  /** An export takes long and fails, or its files are not what they should be. */
  EXPORT_BAD,
  /** An export fails, and point-in-time recovery is off for some time. */
  RECOVERY_OFF,
  /** The role's trust is withdrawn for some time, and its sessions end. */
  ROLE_REFUSED;

  /** A mirror that loads its table anew waits two minutes first. */
  private static final Duration LONG = Duration.ofMinutes(4);

  /** All of them in a run that has the time for it; none in a shorter one. */
  public static List<MisfortuneKind> usual(Duration time, OptionalLong kills) {
    return kills.isEmpty() && time.compareTo(LONG) >= 0 ? List.of(values()) : List.of();
  }

  /** As it is written on the command line, such as {@code stream-trimmed}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
