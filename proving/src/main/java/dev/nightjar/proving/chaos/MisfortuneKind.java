package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What may befall a round, besides the fire. */
public enum MisfortuneKind {
  /** The stream loses all that it holds while the server is down. */
  STREAM_TRIMMED,
  /** The stream is switched off, and some time later another one on. */
  STREAM_REPLACED,
  /** An export takes long and fails, or its files are not what they should be: each way in turn. */
  EXPORT_BAD,
  /** Two exports in a row are bad: a person has to say that another one is paid for. */
  EXPORT_BAD_TWICE,
  /** An export fails, and point-in-time recovery is off for some time. */
  RECOVERY_OFF,
  /** The data source gets a column more: a new table is built beside, and swapped under fire. */
  SCHEMA_CHANGED,
  /** The role's trust is withdrawn for some time, and its sessions end. */
  ROLE_REFUSED,
  /** The export ends as FAILED. */
  EXPORT_FAILED("failure"),
  /** One of its data files is not there. */
  EXPORT_FILE_MISSING("missingFile"),
  /** One of its data files is cut off. */
  EXPORT_FILE_TRUNCATED("truncatedFile"),
  /** One of its data files has other bytes. */
  EXPORT_FILE_DAMAGED("damagedFile"),
  /** Two of its data files have each other's names. */
  EXPORT_FILES_SWAPPED("swappedFiles"),
  /** An item is in no data file. */
  EXPORT_ITEM_LOST("lostItem"),
  /** The manifest counts other items in a file than it has. */
  EXPORT_FILE_MISCOUNTED("miscountedFile"),
  /** The summary counts other items than there are. */
  EXPORT_SUMMARY_MISCOUNTED("miscountedSummary"),
  /** The manifest leaves a data file out. */
  EXPORT_MANIFEST_SHORT("shortManifest"),
  /** There is no manifest. */
  EXPORT_MANIFEST_MISSING("missingManifest");

  /** How long a round with one may take: a mirror that loads its table anew waits two minutes. */
  static final Duration LONGEST = Duration.ofMinutes(4);

  private final Optional<String> exportFault;

  MisfortuneKind() {
    exportFault = Optional.empty();
  }

  MisfortuneKind(String exportFault) {
    this.exportFault = Optional.of(exportFault);
  }

  /** The one way in which this makes an export bad, as the local AWS calls it. */
  Optional<String> exportFault() {
    return exportFault;
  }

  /** The ways in which an export may be bad. */
  static List<String> exportFaults() {
    return Arrays.stream(values()).flatMap(kind -> kind.exportFault.stream()).toList();
  }

  /**
   * All of them in a run that has the time for it, the ways of a bad export as one; none in a
   * shorter one.
   */
  public static List<MisfortuneKind> usual(Duration time, OptionalLong kills) {
    return kills.isEmpty() && time.compareTo(LONGEST) >= 0
        ? Arrays.stream(values()).filter(kind -> kind.exportFault.isEmpty()).toList()
        : List.of();
  }

  /** How long a run lasts in which each of so many may have its turn. */
  static Duration timeForAll(int kinds) {
    return LONGEST.multipliedBy(kinds);
  }

  /** As it is written on the command line, such as {@code stream-trimmed}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
