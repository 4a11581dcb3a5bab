package dev.nightjar.mirror.run;

import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.GapStore;
import dev.nightjar.mirror.state.GenerationStore;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.TombstoneListStore;
import dev.nightjar.mirror.state.VerificationStore;
import java.time.Clock;

/**
 * Everything that is stored.
 *
 * @param database where
 * @param mirrors the mirrors
 * @param generations their generations
 * @param gaps what they lost sight of
 * @param files their exports' files
 * @param tombstones their lists of deleted items
 * @param ledger their batches
 * @param verifications their last verifications
 */
public record Stores(
    StateDatabase database,
    MirrorStore mirrors,
    GenerationStore generations,
    GapStore gaps,
    FileStore files,
    TombstoneListStore tombstones,
    Ledger ledger,
    VerificationStore verifications) {

  /** The stores in a database whose tables are up to date. */
  public static Stores in(StateDatabase database, Clock clock) {
    return new Stores(
        database,
        new MirrorStore(database, clock),
        new GenerationStore(database),
        new GapStore(database, clock),
        new FileStore(database),
        new TombstoneListStore(database),
        new Ledger(database, clock),
        new VerificationStore(database));
  }

  /** The shards of one stream of a mirror. */
  public ShardStore shards(String mirrorId, String streamArn) {
    return new ShardStore(database, mirrorId, streamArn);
  }
}
