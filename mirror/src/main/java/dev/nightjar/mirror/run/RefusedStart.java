package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.mirror.fence.Ownership;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a table as it was before a mirror began on it whose start was refused. The generation that
 * it noted in the table's comment is taken back where it can have sent no row: else the next mirror
 * would take the table for an earlier mirror's, and heal a gap that is none.
 */
public final class RefusedStart {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedStart.class);

  private final Stores stores;
  private final Ownership ownership;

  /** For mirrors that are stored there. */
  public RefusedStart(Stores stores, Ownership ownership) {
    this.stores = stores;
    this.ownership = ownership;
  }

  /** Takes back what it noted. The mirror stands, and is still stored. */
  public void undo(String id) {
    stores
        .mirrors()
        .find(id)
        .ifPresent(mirror -> {
          Optional<Generation> begun = stores.generations().newest(id);
          if (begun.map(RefusedStart::sentNothing).orElse(true)) {
            takeBack(mirror, begun.map(first -> first.number() - 1).orElse(mirror.generation()));
          }
        });
  }

  /** A generation that drops what is before its boundary reads nothing before it is known. */
  private static boolean sentNothing(Generation generation) {
    return generation.dropsBeforeBoundary() && generation.exportArn().isEmpty();
  }

  private void takeBack(StoredMirror mirror, long before) {
    boolean inPlaceOfAnother = before == stores.mirrors().above(mirror.id());
    try {
      ownership.takeBack(mirror, inPlaceOfAnother ? 0 : before);
    } catch (ClickHouseException e) {
      // Safe, if needless: the next mirror of the table heals a gap.
      LOG.warn(
          "the comment of {} still names generation {}, of which no row is there: {}",
          mirror.table(),
          mirror.generation(),
          ErrorSummary.of(e));
    }
  }
}
