package dev.nightjar.mirror.run;

import dev.nightjar.mirror.fence.Claimed;
import dev.nightjar.mirror.fence.TableFence;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.Notice;
import java.time.Instant;

/** Claims a mirror's table, and says what that tells of backups that were restored. */
final class TableClaim {
  private final RunTools tools;
  private final StoredMirror mirror;

  TableClaim(RunTools tools, StoredMirror mirror) {
    this.tools = tools;
    this.mirror = mirror;
  }

  /** Claims it. What only a new generation mends waits as a gap when this returns. */
  void make() throws InterruptedException {
    tools.fence().claim(this::found);
  }

  private void found(Claimed claimed) {
    switch (claimed) {
      case Claimed.AsLeft _ -> {}
      case Claimed.StateIsOlder(long highest, Instant at) -> stateIsOlder(highest, at);
      case Claimed.ClickHouseIsOlder(Instant at) -> clickHouseIsOlder(at);
    }
  }

  private void stateIsOlder(long highest, Instant at) {
    String message =
        "state.db is older than the table "
            + mirror.table()
            + ", which was written to until after "
            + at
            + ": it was restored from a backup, or a server with a copy of this data directory"
            + " has run.";
    tools
        .health()
        .notice(
            Notice.STATE_OLDER_THAN_CLICKHOUSE,
            message
                + " Changes that are in the table already are found there and not inserted"
                + " again. Make sure that no other server runs with a copy of it.");
    if (highest > mirror.generation()) {
      // Rows of a generation that nobody remembers would beat all that is written from here on.
      if (mirror.generation() > 0) {
        tools.stores().gaps().found(mirror.id(), FailureReason.GAP_STATE_RESTORED.code(), message);
      }
      tools.stores().mirrors().raiseGeneration(mirror.id(), highest);
    }
  }

  /** What the ledger remembers goes in again; what is older than that is nowhere but in AWS. */
  private void clickHouseIsOlder(Instant at) {
    String message = "The table " + mirror.table() + " is as it was at " + at;
    Instant now = tools.options().clock().instant();
    if (at.plus(Ledger.MEMORY).minus(TableFence.RENEW_EVERY).isBefore(now)) {
      tools
          .stores()
          .gaps()
          .found(
              mirror.id(),
              FailureReason.GAP_CLICKHOUSE_RESTORED.code(),
              message
                  + ", more than a day ago: ClickHouse was restored from a backup, and the changes"
                  + " since then are no longer in the stream.");
      return;
    }
    tools
        .health()
        .notice(
            Notice.CLICKHOUSE_OLDER_THAN_STATE,
            message
                + ": ClickHouse was restored from a backup. What is missing is in the stream still"
                + " and goes in again.");
  }
}
