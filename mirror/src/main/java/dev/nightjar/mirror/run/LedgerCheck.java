package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.RowsInFlight;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredFile;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.state.TombstoneListStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the start of a mirror: are the newest batches that the ledger calls done in the table? A power
 * cut may have taken them, or somebody restored ClickHouse from a backup. What is absent goes in
 * again.
 */
final class LedgerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerCheck.class);

  /** How many batches of a source must lie there in a row. */
  private static final int IN_A_ROW = 64;

  private final StoredMirror mirror;
  private final Ledger ledger;
  private final Prober prober;
  private final RowsInFlight inFlight;

  /**
   * For what a mirror has inserted. What is in flight now may have come in after a loss; it is not
   * counted as newer rows of what is looked for.
   */
  LedgerCheck(StoredMirror mirror, Ledger ledger, Prober prober) {
    this.mirror = mirror;
    this.ledger = ledger;
    this.prober = prober;
    this.inFlight = prober.hiding(ledger.planned(mirror.id()));
  }

  void shards(String streamArn, ShardStore shards) {
    checkEach(new Source.OfStream(streamArn), absent -> goBack(shards, absent));
    for (StoredShard shard : shards.all()) {
      if (shard.inserted() > 0) {
        checkEach(
            new Source.OfShard(streamArn, shard.state().id()),
            absent ->
                shards.goBack(
                    shard.state().id(),
                    absent.stream().mapToLong(batch -> batch.counts().changes()).sum(),
                    quarantined(absent)));
      }
    }
  }

  private static PositionUpdate goBack(ShardStore shards, List<Batch> absent) {
    Map<ShardId, List<ShardRange>> ranges =
        absent.stream()
            .flatMap(batch -> batch.ranges().stream())
            .collect(Collectors.groupingBy(ShardRange::shard, TreeMap::new, Collectors.toList()));
    List<PositionUpdate> updates = new ArrayList<>();
    ranges.forEach((shard, lost) ->
        updates.add(
            shards.goBack(
                shard,
                lost.stream().mapToLong(ShardRange::changes).sum(),
                lost.stream().mapToLong(ShardRange::quarantined).sum())));
    return handle -> updates.forEach(update -> update.apply(handle));
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

  /** Batches of a stream go in again one by one. */
  private void checkEach(Source source, Function<List<Batch>, PositionUpdate> goBack) {
    reopen(source, absent(source), goBack);
  }

  /**
   * Lines of a file go in again from the first that is absent on: what was taken is what came last,
   * and a batch of which newer rows beat the probes only looks as if it were there.
   */
  private void check(Source source, Function<List<Batch>, PositionUpdate> goBack) {
    List<Batch> absent = absent(source);
    if (!absent.isEmpty()) {
      long first = absent.getFirst().number();
      absent =
          ledger.recent(mirror.id(), source).stream()
              .takeWhile(batch -> batch.number() >= first)
              .toList()
              .reversed();
    }
    reopen(source, absent, goBack);
  }

  /**
   * The batches that are not there, the oldest first. Each of the newest is looked for by itself;
   * older ones are not looked for once so many lie there in a row.
   */
  private List<Batch> absent(Source source) {
    List<Batch> absent = new ArrayList<>();
    long before = Long.MAX_VALUE;
    boolean more = true;
    while (more) {
      List<Batch> some = ledger.recent(mirror.id(), source, before, IN_A_ROW);
      List<Batch> lost = absentOf(some, inFlight);
      lost.forEach(absent::addFirst);
      more = !lost.isEmpty();
      before = some.isEmpty() ? 0 : some.getLast().number();
    }
    return absent;
  }

  /**
   * Those of which a probe is not held, in the same order.
   *
   * @param hiding rows that prove nothing by being newer
   */
  private List<Batch> absentOf(List<Batch> batches, RowsInFlight hiding) {
    List<Probe> rows = probes(batches, Probe.Target.TABLE);
    Set<Integer> held = prober.held(rows, hiding);
    Set<Probe> missing = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      if (!held.contains(i)) {
        missing.add(rows.get(i));
      }
    }
    List<Probe> withheld = probes(batches, Probe.Target.QUARANTINE);
    Set<Probe> quarantined = prober.heldInQuarantine(withheld);
    withheld.stream().filter(probe -> !quarantined.contains(probe)).forEach(missing::add);
    return batches.stream()
        .filter(batch -> batch.probes().stream().anyMatch(missing::contains))
        .toList();
  }

  private static List<Probe> probes(List<Batch> batches, Probe.Target target) {
    return batches.stream()
        .flatMap(batch -> batch.probes().stream())
        .filter(probe -> probe.target() == target)
        .toList();
  }

  private void reopen(
      Source source, List<Batch> absent, Function<List<Batch>, PositionUpdate> goBack) {
    if (!absent.isEmpty()) {
      if (inFlight.isEmpty() || !absentOf(absent, RowsInFlight.NONE).isEmpty()) {
        LOG.warn(
            "mirror {}: {} batches of {} that were done are not in ClickHouse and go in again",
            mirror.id(),
            absent.size(),
            source.key());
      } else {
        LOG.info(
            "mirror {}: {} batches of {} that were done are beaten by what was in flight and cannot"
                + " be seen; they are inserted again under their tokens",
            mirror.id(),
            absent.size(),
            source.key());
      }
      ledger.reopen(absent, goBack.apply(absent));
    }
  }
}
