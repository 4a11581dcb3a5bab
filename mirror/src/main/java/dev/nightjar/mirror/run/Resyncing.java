package dev.nightjar.mirror.run;

import dev.nightjar.mirror.Resync;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorState;
import java.util.Optional;

/** A person's word that a table is to be loaded anew, as it is stored. */
public final class Resyncing {
  private static final String MESSAGE = "A person wants the table loaded anew.";

  private final Stores stores;

  /** For mirrors in these stores. */
  public Resyncing(Stores stores) {
    this.stores = stores;
  }

  /** Stores what is wanted: the mirror's next run follows it. */
  public void store(StoredMirror mirror, Resync options) {
    if (mirror.generation() == 0) {
      // Nothing was ever loaded: it begins as it should have.
      return;
    }
    boolean onlyAsked =
        options.anyDeletes()
            && mirror.reason().equals(Optional.of(FailureReason.HEALING_DELETES_TOO_MUCH.code()));
    if (onlyAsked) {
      stores.gaps().allowDeletes(mirror.id());
    } else {
      stores.gaps().wanted(mirror.id(), FailureReason.RESYNC.code(), MESSAGE, options.anyDeletes());
    }
  }

  /** Stores that a mirror, which stands, heals from its next start on. */
  public void move(StoredMirror mirror) {
    if (mirror.generation() > 0) {
      stores
          .mirrors()
          .move(
              mirror.id(),
              MirrorState.HEALING,
              Optional.of(FailureReason.RESYNC.code()),
              Optional.of(MESSAGE));
    } else if (!mirror.runs()) {
      stores.mirrors().move(mirror.id(), mirror.resumeState(), Optional.empty(), Optional.empty());
    }
  }
}
