package dev.nightjar.mirror.backfill;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.dynamodb.export.DataFileReader;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;

/**
 * What the loaders of one export share.
 *
 * @param clickHouse where the table is
 * @param mirror whose export it is
 * @param generation its generation
 * @param schema how items become rows
 * @param reader downloads and checks files
 * @param files where positions are stored
 * @param ledger where batches are
 * @param inserter brings them in
 * @param partitions knows what proves that they are
 * @param memory how large they may be
 * @param progress is told of each batch
 * @param calls repeats what failed
 * @param retries is told of failures
 * @param sleeper waits
 */
public record Backfill(
    ClickHouse clickHouse,
    StoredMirror mirror,
    Generation generation,
    MirroredSchema schema,
    DataFileReader reader,
    FileStore files,
    Ledger ledger,
    BatchInserter inserter,
    Partitions partitions,
    MemoryShare memory,
    LoadProgress progress,
    AwsCalls calls,
    Retries retries,
    Sleeper sleeper) {}
