package dev.nightjar.mirror.run;

import dev.nightjar.mirror.MirrorBusyException;
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

  /**
   * Stores what is wanted: the mirror's next run follows it.
   *
   * @throws MirrorBusyException if its table is being loaded already: another export would be paid
   *     for, or hold the first one up for ever
   */
  public void store(StoredMirror mirror, Resync options) {
    switch (mirror.state()) {
      case LIVE, PAUSED, FAILED -> {}
      case VALIDATING, EXPORTING, LOADING, HEALING -> throw new MirrorBusyException(mirror);
    }
    if (mirror.generation() == 0) {
      // Nothing was ever loaded: it begins as it should have.
      return;
    }
    if (!exports(mirror, options)) {
      stores.gaps().allowDeletes(mirror.id());
    } else {
      stores.gaps().wanted(mirror.id(), FailureReason.RESYNC.code(), MESSAGE, options.anyDeletes());
    }
  }

  /**
   * Whether AWS would be asked for another export: not where the export of a healing is in and all
   * that it lacks is a person's leave to delete, whatever has become of the mirror since.
   */
  public boolean exports(StoredMirror mirror, Resync options) {
    return !options.anyDeletes()
        || stores.gaps().waiting(mirror.id()).isPresent()
        || stores
            .generations()
            .current(mirror.id())
            .filter(generation -> generation.loadedAt().isPresent())
            .flatMap(stores.gaps()::healedBy)
            .map(gap -> gap.healedAt().isPresent())
            .orElse(true);
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
