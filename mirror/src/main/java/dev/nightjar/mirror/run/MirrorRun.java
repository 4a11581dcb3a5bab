package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.export.DataFileReader;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.backfill.AwsCalls;
import dev.nightjar.mirror.backfill.Backfill;
import dev.nightjar.mirror.backfill.ExportAwaiter;
import dev.nightjar.mirror.backfill.ExportRequester;
import dev.nightjar.mirror.backfill.FileLoaders;
import dev.nightjar.mirror.backfill.LoadProgress;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.InsertPacer;
import dev.nightjar.mirror.batch.InsertWatch;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Tasks;
import dev.nightjar.mirror.fence.ClaimStore;
import dev.nightjar.mirror.fence.Claimed;
import dev.nightjar.mirror.fence.FencedClickHouse;
import dev.nightjar.mirror.fence.TableFence;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.Notice;
import dev.nightjar.mirror.tailing.ShardWatches;
import dev.nightjar.mirror.tailing.StreamFollower;
import dev.nightjar.mirror.tailing.TableWatch;
import dev.nightjar.mirror.tailing.Tail;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a mirror: from where its stored state left it to LIVE, and on until it is stopped. Its
 * first thread; the others are started by it.
 */
final class MirrorRun {
  private static final long MEMORY = 128L << 20;
  private static final Duration LIVE_CHECK = Duration.ofMillis(50);

  /** What a run tells its mirror. */
  interface Listener {
    /** The mirror has come to another state. */
    void moved(MirrorState state, Optional<String> reason, Optional<String> message);

    /** The generation is known, or has changed. */
    void generation(Generation generation);

    /** The export is requested: nothing of the start is left to wait for. */
    void requested();

    /** The export must wait for the stream's age. */
    void waiting(Instant until);
  }

  private final MirrorsOptions options;
  private final Stores stores;
  private final StoredMirror mirror;
  private final MirroredSchema schema;
  private final TableConnection connection;
  private final Tasks tasks;
  private final MirrorHealth health;
  private final ShardWatches watches;
  private final LoadProgress progress;
  private final Listener listener;
  private final AwsCalls calls;
  private final Prober prober;
  private final TableFence fence;
  private final BatchInserter inserter;
  private final Partitions partitions;
  private final MemoryShare memory;

  MirrorRun(
      MirrorsOptions options,
      Stores stores,
      StoredMirror mirror,
      MirroredSchema schema,
      TableConnection connection,
      Tasks tasks,
      MirrorHealth health,
      ShardWatches watches,
      LoadProgress progress,
      InsertWatch inserts,
      Listener listener) {
    this.options = options;
    this.stores = stores;
    this.mirror = mirror;
    this.schema = schema;
    this.connection = connection;
    this.tasks = tasks;
    this.health = health;
    this.watches = watches;
    this.progress = progress;
    this.listener = listener;
    this.calls = new AwsCalls(health, options.sleeper());
    this.prober =
        new Prober(
            options.clickHouse(), mirror.table(), MirrorSpec.quarantineOf(mirror.table()), schema);
    this.fence =
        new TableFence(
            options.clickHouse(),
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
    this.memory =
        new MemoryShare(
            MEMORY, new BatchLimits(options.tuning().batchRows(), options.tuning().batchBytes()));
  }

  void run() throws InterruptedException {
    checkTable();
    claimTable();
    Generation generation = exportRequested();
    fence.generation(generation.number());
    ShardStore shards = stores.shards(mirror.id(), generation.streamArn());
    checkLedger(generation, shards);
    tasks.start("table", new TableLookout(mirror, connection, health, options.sleeper())::run);
    Tail tail = tail(generation, shards);
    StreamFollower follower =
        new StreamFollower(tail, new TableWatch(connection.tables()), tasks, watches);
    tasks.start("stream", follower::run);
    load(generation);
    becomeLive();
  }

  private void checkTable() {
    Optional<String> uuid = new MirroredTable(options.clickHouse()).uuid(mirror.table());
    if (!uuid.equals(Optional.of(mirror.tableUuid()))) {
      throw new MirrorFailedException(
          FailureReason.CLICKHOUSE_TABLE_REPLACED,
          "The table "
              + mirror.table()
              + (uuid.isEmpty() ? " is gone from ClickHouse" : " was created anew in ClickHouse")
              + ": the rows that were mirrored are lost. Drop the data source and deploy it again.");
    }
  }

  /** Says what a claim tells of backups that were restored. */
  private void claimTable() throws InterruptedException {
    switch (fence.claim()) {
      case Claimed.AsLeft _ -> {}
      case Claimed.StateIsOlder(long highest, Instant at) -> {
        health.notice(
            Notice.STATE_OLDER_THAN_CLICKHOUSE,
            "state.db is older than the table "
                + mirror.table()
                + ", which was written to until after "
                + at
                + ": it was restored from a backup, or a server with a copy of this data directory"
                + " has run. Changes that are in the table already are found there and not inserted"
                + " again. Make sure that no other server runs with a copy of it.");
        if (highest > mirror.generation()) {
          // Rows of a generation that nobody remembers would beat all that is written from here on.
          stores.mirrors().raiseGeneration(mirror.id(), highest);
        }
      }
      case Claimed.ClickHouseIsOlder(Instant at) -> clickHouseIsOlder(at);
    }
  }

  /** What the ledger remembers goes in again; what is older than that is nowhere but in AWS. */
  private void clickHouseIsOlder(Instant at) {
    if (at.plus(Ledger.MEMORY).minus(TableFence.RENEW_EVERY).isBefore(options.clock().instant())) {
      throw new MirrorFailedException(
          FailureReason.GAP_CLICKHOUSE_RESTORED,
          "The table "
              + mirror.table()
              + " is as it was at "
              + at
              + ", more than a day ago: ClickHouse was restored from a backup, and the changes since"
              + " then are no longer in the stream. Drop the data source and deploy it again to load"
              + " the table anew.");
    }
    health.notice(
        Notice.CLICKHOUSE_OLDER_THAN_STATE,
        "The table "
            + mirror.table()
            + " is as it was at "
            + at
            + ": ClickHouse was restored from a backup. What is missing is in the stream still and"
            + " goes in again.");
  }

  /**
   * The generation whose export is requested; a new one where there is none, or its token is old.
   */
  private Generation exportRequested() throws InterruptedException {
    Optional<Generation> current = stores.generations().current(mirror.id());
    while (true) {
      Generation generation = current.isPresent() ? current.get() : begin();
      listener.generation(generation);
      if (generation.exportArn().isEmpty()) {
        listener.moved(MirrorState.EXPORTING, Optional.empty(), Optional.empty());
      }
      ExportRequester requester =
          new ExportRequester(
              connection, stores.generations(), calls, options.clock(), options.sleeper());
      Optional<Generation> requested = requester.request(mirror, generation, this::wait);
      if (requested.isPresent()) {
        listener.generation(requested.get());
        if (generation.exportArn().isEmpty()) {
          listener.moved(MirrorState.EXPORTING, Optional.empty(), Optional.empty());
        }
        listener.requested();
        return requested.get();
      }
      current = Optional.empty();
    }
  }

  private Generation begin() throws InterruptedException {
    StoredMirror now = stores.mirrors().find(mirror.id()).orElseThrow();
    return new GenerationStart(
            connection, stores.generations(), calls, options.limits(), options.sleeper())
        .begin(now);
  }

  private void wait(Instant until) {
    listener.moved(
        MirrorState.EXPORTING,
        Optional.of(Notice.WAITING_FOR_STREAM_AGE.code()),
        Optional.of(
            "The table's stream is young: the export is requested at "
                + until
                + ", when the stream holds every change that the export may lack."));
    listener.waiting(until);
  }

  private void checkLedger(Generation generation, ShardStore shards) {
    LedgerCheck check = new LedgerCheck(mirror, stores.ledger(), prober);
    check.shards(generation.streamArn(), shards);
    check.files(generation, stores.files());
    check.tombstones(generation);
  }

  private Tail tail(Generation generation, ShardStore shards) {
    return new Tail(
        mirror,
        generation,
        schema,
        connection.streams(),
        shards,
        stores.ledger(),
        inserter,
        partitions,
        new InsertPacer(options.tuning().insertInterval()),
        memory,
        health,
        options.tuning(),
        options.clock(),
        options.sleeper());
  }

  private void load(Generation requested) throws InterruptedException {
    Generation generation = stores.generations().current(mirror.id()).orElseThrow();
    if (generation.loadedAt().isPresent()) {
      return;
    }
    new ExportAwaiter(
            connection,
            stores.generations(),
            stores.files(),
            calls,
            options.tuning().exportPollMin(),
            options.tuning().exportPollMax(),
            options.clock(),
            options.sleeper())
        .await(mirror, requested);
    generation = stores.generations().current(mirror.id()).orElseThrow();
    listener.generation(generation);
    progress.restore(stores.files().all(mirror.id(), generation.number()));
    listener.moved(MirrorState.LOADING, Optional.empty(), Optional.empty());
    DataFileReader reader =
        new DataFileReader(
            connection.objects(),
            options.directory().resolve("downloads"),
            DataFileReader.DEFAULT_MEMORY_LIMIT);
    Backfill backfill =
        new Backfill(
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
    new FileLoaders(backfill, options.tuning().loaders(), tasks).load();
    listener.generation(stores.generations().loaded(generation, options.clock().instant()));
  }

  /** LIVE from the first moment at which every shard was read to its tip after the load. */
  private void becomeLive() throws InterruptedException {
    Instant loaded =
        stores.generations().current(mirror.id()).flatMap(Generation::loadedAt).orElseThrow();
    while (watches.caughtUpAt().map(at -> at.isBefore(loaded)).orElse(true)) {
      options.sleeper().sleep(LIVE_CHECK);
    }
    listener.moved(MirrorState.LIVE, Optional.empty(), Optional.empty());
  }
}
