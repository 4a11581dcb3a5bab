package dev.nightjar.mirror.status;

/** How far a mirror is; stored at each change. */
public enum MirrorState {
  /** The table is looked at; nothing has been requested. */
  VALIDATING,
  /** The export is requested or about to be, and the stream is read. */
  EXPORTING,
  /** The export's files are loaded, and the stream is read. */
  LOADING,
  /** The table's state is here and follows the stream. */
  LIVE,
  /**
   * Something was lost, or a person wants the table loaded anew: a new export is on its way, and
   * the stream is read. What was there can be queried meanwhile.
   */
  HEALING,
  /** A person stopped it; it holds its position as long as the stream keeps it (24 h). */
  PAUSED,
  /** It stopped for a reason that it cannot mend. */
  FAILED;

  /** The state as it is written in answers. */
  public String code() {
    return name();
  }
}
