package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.mirror.batch.PatientCalls;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Batch.Counts;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.TombstoneList;
import dev.nightjar.mirror.state.TombstoneListStore;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what a healing must delete: an item whose winning row is still of an older generation,
 * when all rows of the new one's export are in, is not in the table any more. Each gets a REMOVE
 * with the version (generation, 0, 0), so that whatever the new generation says of the item wins,
 * before or after.
 *
 * <p>The items are listed in a table of their own first, so that batches are ranges of the list;
 * the list is made once, and outlives a restart. For one thread.
 */
public final class Tombstones {
  private static final Logger LOG = LoggerFactory.getLogger(Tombstones.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int VERSION_BITS = 192;

  private final Healing healing;
  private final PatientCalls calls;
  private final Source source;
  private final BigInteger version;

  /** The tombstones of a generation. */
  public Tombstones(Healing healing) {
    this.healing = healing;
    this.calls = new PatientCalls(healing.retries(), healing.sleeper());
    this.source = new Source.OfTombstones(generation());
    this.version = BigInteger.valueOf(generation()).shiftLeft(VERSION_BITS);
  }

  /** Drops what a healing of a mirrored table may have left behind in ClickHouse. */
  public static void forget(ClickHouse clickHouse, TableName table) {
    StagingTable.drop(clickHouse, table);
  }

  /**
   * Brings every tombstone in that is not in yet. All rows of the generation's export must be in;
   * batches of older generations must not come any more (while one is in flight, this waits).
   *
   * @param limit above what nothing is deleted
   * @return how many items were deleted in the gap
   * @throws MirrorFailedException {@code healing_deletes_too_much}; nothing is deleted then
   */
  public long insert(DeleteLimit limit) throws InterruptedException {
    StagedTombstones staged = staged();
    TombstoneList list = usable(staged).orElse(null);
    if (list == null) {
      list = make(staged, limit);
    }
    if (!list.finished()) {
      load(staged, list);
      calls.call(
          "tombstones",
          "the list of deleted items",
          () -> {
            StagingTable.drop(healing.clickHouse(), healing.mirror().table());
            return true;
          });
      healing.lists().finish(mirrorId(), generation());
    }
    return list.items();
  }

  private StagedTombstones staged() throws InterruptedException {
    return new StagedTombstones(
        healing,
        calls,
        calls.call(
            "tombstones",
            "the list of deleted items",
            () -> CompleteReading.settings(healing.clickHouse())));
  }

  /** The stored list, if it is still there as far as it is needed. */
  private Optional<TombstoneList> usable(StagedTombstones staged) throws InterruptedException {
    Optional<TombstoneList> stored = healing.lists().find(mirrorId(), generation());
    if (stored.isEmpty() || stored.get().finished()) {
      return stored;
    }
    TombstoneList list = stored.get();
    List<Batch> planned = healing.ledger().planned(mirrorId(), source);
    boolean needed = list.done() < list.items() || !planned.isEmpty();
    if (!needed) {
      return stored;
    }
    boolean there = staged.uuid().equals(list.tableUuid());
    if (there && staged.holds(list.items())) {
      return stored;
    }
    LOG.warn(
        "mirror {}: the list of deleted items is {} and is made anew",
        mirrorId(),
        there ? "not whole any more" : "gone");
    for (Batch batch : planned) {
      // What of it is not in the table will be on the next list.
      if (!healing.inserter().settleUnread(batch, moved(batch))) {
        healing.ledger().abandon(batch);
      }
    }
    return Optional.empty();
  }

  private TombstoneList make(StagedTombstones staged, DeleteLimit limit)
      throws InterruptedException {
    awaitOlderBatches();
    StagingTable.Count count = staged.count();
    if (!limit.allows(count.deleted(), count.items())) {
      throw tooMuch(limit, count);
    }
    long items = count.deleted() == 0 ? 0 : staged.fill();
    int attempt =
        1 + healing.lists().find(mirrorId(), generation()).map(TombstoneList::attempt).orElse(0);
    TombstoneList list =
        new TombstoneList(
            mirrorId(),
            generation(),
            attempt,
            items == 0 ? Optional.empty() : staged.uuid(),
            items,
            0,
            items == 0 && count.deleted() == 0);
    healing.lists().complete(list);
    LOG.info(
        "mirror {}, generation {}: {} of {} items were deleted in the gap",
        mirrorId(),
        generation(),
        items,
        count.items());
    return list;
  }

  /** A row of an older generation that came later would bring back what has its tombstone. */
  private void awaitOlderBatches() throws InterruptedException {
    while (true) {
      long older = healing.ledger().plannedBefore(mirrorId(), generation());
      if (older == 0) {
        return;
      }
      healing
          .retries()
          .retrying(
              "tombstones:older_batches",
              older + " batches of before the gap are in flight; deleted items wait for them.");
      healing.sleeper().sleep(PAUSE);
    }
  }

  private MirrorFailedException tooMuch(DeleteLimit limit, StagingTable.Count count) {
    return new MirrorFailedException(
        FailureReason.HEALING_DELETES_TOO_MUCH,
        "%,d of the %,d items that are mirrored are not in the new export of %s: healing would delete %.0f %%, and asks above %d %%. Nothing was deleted. If they were deleted from the DynamoDB table, run `nightjar resync %s --allow-deletes`; if not, see what became of that table first."
            .formatted(
                count.deleted(),
                count.items(),
                healing.mirror().tableArn(),
                100.0 * count.deleted() / count.items(),
                limit.percent(),
                healing.mirror().datasource()));
  }

  private void load(StagedTombstones staged, TombstoneList list) throws InterruptedException {
    healing.memory().enter();
    try {
      for (Batch planned : healing.ledger().planned(mirrorId(), source)) {
        StagedRange range =
            new StagedRange(Long.parseLong(planned.first()), Long.parseLong(planned.last()));
        healing
            .inserter()
            .insertAgain(
                planned, fingerprint(), staged.block(range), staged.none(), moved(planned));
      }
      long done = healing.lists().find(mirrorId(), generation()).orElseThrow().done();
      while (done < list.items()) {
        StagedRange range = staged.range(done + 1, list.items(), healing.memory().limits());
        insert(staged, list, range);
        done = range.last();
      }
    } finally {
      healing.memory().leave();
    }
  }

  private void insert(StagedTombstones staged, TombstoneList list, StagedRange range)
      throws InterruptedException {
    NativeBlock rows = staged.block(range);
    Batch batch =
        new Batch(
            mirrorId(),
            0,
            generation(),
            source,
            Long.toString(range.first()),
            Long.toString(range.last()),
            new Counts(range.size(), range.size(), 0),
            fingerprint(),
            healing.mirror().tableUuid(),
            staged.lastKeys(range).stream()
                .map(key -> new Probe(Probe.Target.TABLE, key, version))
                .toList(),
            token(list, range),
            0);
    healing.inserter().insert(batch, rows, staged.none(), moved(batch));
  }

  private String token(TombstoneList list, StagedRange range) {
    return "%s %d tombstones %d %d-%d"
        .formatted(
            healing.mirror().incarnation(),
            generation(),
            list.attempt(),
            range.first(),
            range.last());
  }

  private PositionUpdate moved(Batch batch) {
    return TombstoneListStore.advance(mirrorId(), generation(), Long.parseLong(batch.last()));
  }

  private String fingerprint() {
    return healing.schema().fingerprint();
  }

  private String mirrorId() {
    return healing.mirror().id();
  }

  private long generation() {
    return healing.generation().number();
  }
}
