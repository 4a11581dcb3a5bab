package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.export.DataFileReader;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.backfill.AwsCalls;
import dev.nightjar.mirror.backfill.Backfill;
import dev.nightjar.mirror.backfill.ExportAwaiter;
import dev.nightjar.mirror.backfill.ExportLookup;
import dev.nightjar.mirror.backfill.ExportRequester;
import dev.nightjar.mirror.backfill.LoadProgress;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.InsertPacer;
import dev.nightjar.mirror.batch.InsertWatch;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.fence.ClaimStore;
import dev.nightjar.mirror.fence.FencedClickHouse;
import dev.nightjar.mirror.fence.ServerStarts;
import dev.nightjar.mirror.fence.TableFence;
import dev.nightjar.mirror.healing.Healing;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.tailing.AwsTime;
import dev.nightjar.mirror.tailing.ReadingLimit;
import dev.nightjar.mirror.tailing.Tail;

/** What the parts of one run work with. */
final class RunTools {
  private final MirrorsOptions options;
  private final Stores stores;
  private final MirroredSchema schema;
  private final TableConnection connection;
  private final MirrorHealth health;
  private final LoadProgress progress;
  private final AwsTime awsTime;
  private final AwsCalls calls;
  private final Prober prober;
  private final TableFence fence;
  private final BatchInserter inserter;
  private final Partitions partitions;
  private final InsertPacer pacer;
  private final MemoryShare memory;

  RunTools(
      MirrorsOptions options,
      Stores stores,
      StoredMirror mirror,
      MirroredSchema schema,
      TableConnection connection,
      MirrorHealth health,
      LoadProgress progress,
      InsertWatch inserts,
      ServerStarts starts,
      AwsTime awsTime) {
    this.options = options;
    this.stores = stores;
    this.schema = schema;
    this.connection = connection;
    this.health = health;
    this.progress = progress;
    this.awsTime = awsTime;
    this.calls = new AwsCalls(health, options.sleeper());
    this.prober =
        new Prober(
            options.clickHouse(), mirror.table(), MirrorSpec.quarantineOf(mirror.table()), schema);
    this.fence =
        new TableFence(
            options.clickHouse(),
            starts,
            new ClaimStore(stores.database()),
            mirror,
            options.directory(),
            options.clock(),
            options.sleeper());
    this.inserter =
        new BatchInserter(
            new FencedClickHouse(options.clickHouse(), fence),
            stores.ledger(),
            prober,
            mirror.table(),
            MirrorSpec.quarantineOf(mirror.table()),
            health,
            options.sleeper(),
            inserts);
    this.partitions = new Partitions(options.clickHouse(), schema, health, options.sleeper());
    this.pacer = new InsertPacer(options.tuning().insertInterval());
    this.memory =
        new MemoryShare(
            options.blockMemory(),
            new BatchLimits(options.tuning().batchRows(), options.tuning().batchBytes()));
  }

  MirrorsOptions options() {
    return options;
  }

  Stores stores() {
    return stores;
  }

  TableConnection connection() {
    return connection;
  }

  MirrorHealth health() {
    return health;
  }

  LoadProgress progress() {
    return progress;
  }

  AwsTime awsTime() {
    return awsTime;
  }

  AwsCalls calls() {
    return calls;
  }

  TableFence fence() {
    return fence;
  }

  BatchInserter inserter() {
    return inserter;
  }

  LedgerCheck ledgerCheck(StoredMirror mirror) {
    return new LedgerCheck(mirror, stores.ledger(), prober);
  }

  ExportRequester exportRequester() {
    return new ExportRequester(
        connection, exportLookup(), stores.generations(), calls, options.sleeper());
  }

  private ExportLookup exportLookup() {
    return new ExportLookup(connection, calls, options.sleeper());
  }

  ExportAwaiter exportAwaiter() {
    return new ExportAwaiter(
        connection,
        exportLookup(),
        stores.generations(),
        stores.files(),
        calls,
        options.tuning(),
        awsTime,
        options.clock(),
        options.sleeper());
  }

  /** For a stream, as a part of a generation. */
  Tail tail(StoredMirror mirror, Generation generation, String streamArn, ReadingLimit limit) {
    return new Tail(
        mirror,
        generation,
        schema,
        connection.streams(),
        limit,
        stores.shards(mirror.id(), streamArn),
        stores.ledger(),
        inserter,
        partitions,
        pacer,
        memory,
        health,
        options.tuning(),
        options.pollBudget(),
        options.clock(),
        awsTime,
        options.sleeper());
  }

  Backfill backfill(StoredMirror mirror, Generation generation) {
    DataFileReader reader =
        new DataFileReader(
            connection.objects(), options.directory().resolve("downloads"), this::fileMemory);
    return new Backfill(
        options.clickHouse(),
        mirror,
        generation,
        schema,
        reader,
        stores.files(),
        stores.ledger(),
        inserter,
        partitions,
        memory,
        progress,
        calls,
        health,
        options.sleeper());
  }

  /** Files that many mirrors load at a time are kept on disk while they are checked. */
  private int fileMemory() {
    return (int) Math.min(DataFileReader.DEFAULT_MEMORY_LIMIT, options.blockMemory().share());
  }

  Healing healing(StoredMirror mirror, Generation generation) {
    return new Healing(
        mirror,
        generation,
        schema,
        options.clickHouse(),
        stores.tombstones(),
        stores.ledger(),
        inserter,
        memory,
        health,
        options.sleeper());
  }
}
