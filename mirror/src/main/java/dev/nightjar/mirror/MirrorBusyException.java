package dev.nightjar.mirror;

import dev.nightjar.mirror.state.StoredMirror;

/** A mirror's table is being loaded: it is not begun anew before that is done. */
public final class MirrorBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a mirror in the state in which it is stored. */
  public MirrorBusyException(StoredMirror mirror) {
    super(
        "The mirror of "
            + mirror.datasource()
            + " is "
            + mirror.state().code()
            + ": its table is being loaded already, and another resync would begin it again with"
            + " another export. Wait until it is LIVE. To begin again all the same, pause it first.");
  }
}
