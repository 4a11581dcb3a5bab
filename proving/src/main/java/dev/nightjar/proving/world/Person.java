package dev.nightjar.proving.world;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.mirror.MirrorBusyException;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.Resync;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;

/** Somebody who looks at the mirror and does what its messages ask for. */
final class Person {
  /** Who has resumed a mirror so often lets it be. */
  private static final int MOST_RESUMED = 6;

  private final Simulation world;
  private boolean wantsPause;
  private boolean wantsResync;
  private int resumed;

  Person(Simulation world) {
    this.world = world;
  }

  /** Wants it stopped from now on, or going on. */
  void wantPause(boolean wanted) {
    wantsPause = wanted;
  }

  /** Wants the table loaded anew. */
  void wantResync() {
    wantsResync = true;
  }

  /** Whether there is nothing left to try. */
  boolean hasGivenUp() {
    return resumed == MOST_RESUMED;
  }

  /** Does what is to be done. */
  void act(MirrorStatus status, Mirrors mirrors) {
    try {
      if (wantsResync) {
        mirrors.resync(Server.ID, Resync.STANDARD);
        wantsResync = false;
      } else if (status.state() == MirrorState.FAILED) {
        mend(status, mirrors);
      } else if (wantsPause != (status.state() == MirrorState.PAUSED)) {
        pause(mirrors);
      }
    } catch (MirrorBusyException _) {
      // It is being loaded: the person waits until it is LIVE, as the message says, and asks again.
    } catch (ClickHouseException | MirrorRefusedException e) {
      world.note("a person's wish is refused: " + e.getMessage());
    }
  }

  private void mend(MirrorStatus status, Mirrors mirrors) {
    if (hasGivenUp()) {
      return;
    }
    if (status.message().orElse("").contains("Drop the data source")) {
      world.note("a person drops the data source, as the mirror asks");
      world.oracle().ledgerLost();
      mirrors.drop(Server.ID);
    } else {
      world.note("a person resumes the mirror, which has FAILED: " + status.reason().orElse(""));
      mirrors.resume(Server.ID);
    }
    resumed++;
  }

  private void pause(Mirrors mirrors) {
    if (wantsPause) {
      mirrors.pause(Server.ID);
    } else {
      mirrors.resume(Server.ID);
    }
  }
}
