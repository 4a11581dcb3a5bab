package dev.nightjar.mirror.run;

import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredFile;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.state.TombstoneListStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the start of a mirror: are the newest batches that the ledger calls done in the table? A power
 * cut may have taken them, or somebody restored ClickHouse from a backup. What is absent goes in
 * again.
 */
final class LedgerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerCheck.class);

  private final StoredMirror mirror;
  private final Ledger ledger;
  private final Prober prober;

  LedgerCheck(StoredMirror mirror, Ledger ledger, Prober prober) {
    this.mirror = mirror;
    this.ledger = ledger;
    this.prober = prober;
  }

  void shards(String streamArn, ShardStore shards) {
    for (StoredShard shard : shards.all()) {
      if (shard.inserted() > 0) {
        check(
            new Source.OfShard(streamArn, shard.state().id()),
            absent ->
                shards.goBack(
                    shard.state().id(),
                    absent.stream().mapToLong(batch -> batch.counts().changes()).sum(),
                    quarantined(absent)));
      }
    }
  }

  void files(Generation generation, FileStore files) {
    for (StoredFile file : files.all(mirror.id(), generation.number())) {
      if (file.linesDone() > 0) {
        check(
            new Source.OfFile(generation.number(), file.ordinal()),
            absent ->
                FileStore.goBack(
                    mirror.id(),
                    generation.number(),
                    file.ordinal(),
                    Long.parseLong(absent.getFirst().first()),
                    quarantined(absent)));
      }
    }
  }

  void tombstones(Generation generation) {
    check(
        new Source.OfTombstones(generation.number()),
        _ -> TombstoneListStore.goBack(mirror.id(), generation.number()));
  }

  private static long quarantined(List<Batch> batches) {
    return batches.stream().mapToLong(batch -> batch.counts().quarantined()).sum();
  }

  private void check(Source source, Function<List<Batch>, PositionUpdate> goBack) {
    List<Batch> absent = new ArrayList<>();
    for (Batch batch : ledger.recent(mirror.id(), source)) {
      if (batch.probes().stream().allMatch(prober::holds)) {
        break;
      }
      absent.addFirst(batch);
    }
    if (!absent.isEmpty()) {
      LOG.warn(
          "mirror {}: {} batches of {} that were done are not in ClickHouse and go in again",
          mirror.id(),
          absent.size(),
          source.key());
      ledger.reopen(absent, goBack.apply(absent));
    }
  }
}
