package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.state.TombstoneListStore;

/**
 * What the tombstones of one generation are made with.
 *
 * @param mirror whose they are
 * @param generation theirs, whose export is loaded
 * @param schema how items become rows
 * @param clickHouse where the table is
 * @param lists where is stored how far they are
 * @param ledger where batches are
 * @param inserter brings them in
 * @param memory how large they may be
 * @param retries is told of failures
 * @param sleeper waits
 */
public record Healing(
    StoredMirror mirror,
    Generation generation,
    MirroredSchema schema,
    ClickHouse clickHouse,
    TombstoneListStore lists,
    Ledger ledger,
    BatchInserter inserter,
    MemoryShare memory,
    Retries retries,
    Sleeper sleeper) {}
