package dev.nightjar.benchmarks.backfill;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.NoRetries;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.export.DataFileReader;
import dev.nightjar.dynamodb.export.ExportManifest;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.BlockMemory;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Tuning;
import dev.nightjar.mirror.backfill.AwsCalls;
import dev.nightjar.mirror.backfill.Backfill;
import dev.nightjar.mirror.backfill.FileLoaders;
import dev.nightjar.mirror.backfill.LoadProgress;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.GenerationStore;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The mirror's own way: downloads with their MD5 checked, rows, batches in the ledger before they
 * are inserted and marked done after, and the manifest's counts compared at the end.
 */
final class MirrorContender implements Contender, AutoCloseable {
  /** What the heap of a server has for blocks. */
  private static final long MEMORY = 120L << 20;

  private static final String STREAM =
      "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-03-01T12:00:00.000";
  private static final Tuning TUNING = Tuning.STANDARD;

  private final ExportFiles export;
  private final ObjectStore objects;
  private final Path folder;
  private final StateDatabase state;

  /**
   * Backfills, each of a mirror of its own in one state database, as in a server.
   *
   * @param folder for the state database and large downloads
   */
  MirrorContender(ExportFiles export, ObjectStore objects, Path folder) {
    this.export = export;
    this.objects = objects;
    this.folder = folder;
    this.state = StateDatabase.open(folder.resolve("state-" + export.folder().getFileName()));
    LedgerTables.migrate(state);
  }

  @Override
  public String name() {
    return "nightjar";
  }

  @Override
  public void fill(Target target) {
    StoredMirror mirror = stored(target);
    new MirrorStore(state, Clock.systemUTC()).insert(mirror);
    load(target, mirror, begin(mirror));
  }

  @Override
  public void close() {
    state.close();
  }

  private Generation begin(StoredMirror mirror) {
    Instant now = Instant.now();
    Generation generation =
        new Generation(
            mirror.id(),
            1,
            true,
            now,
            STREAM,
            now,
            "token",
            Optional.of(now),
            Optional.of("arn:export"),
            Optional.of("COMPLETED"),
            Optional.of(now),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    GenerationStore generations = new GenerationStore(state);
    generations.begin(generation, mirror.tableId());
    new FileStore(state)
        .begin(
            generation,
            new ExportManifest(
                "arn:export",
                mirror.tableArn(),
                mirror.tableId(),
                now,
                export.items(),
                0,
                export.files()),
            now);
    Generation stored = generations.current(mirror.id()).orElseThrow();
    return new Generation(
        mirror.id(),
        1,
        true,
        now,
        STREAM,
        now,
        "token",
        Optional.of(now),
        Optional.of("arn:export"),
        Optional.of("COMPLETED"),
        Optional.of(now),
        stored.files(),
        stored.items(),
        stored.loadingSince(),
        stored.loadedAt());
  }

  private void load(Target target, StoredMirror mirror, Generation generation) {
    Retries retries = new NoRetries();
    Ledger ledger = new Ledger(state, Clock.systemUTC());
    var quarantine = MirrorSpec.quarantineOf(target.name());
    BatchInserter inserter =
        new BatchInserter(
            target.clickHouse(),
            ledger,
            new Prober(target.clickHouse(), target.name(), quarantine, target.schema()),
            target.name(),
            quarantine,
            retries,
            Sleeper.SYSTEM);
    Backfill backfill =
        new Backfill(
            target.clickHouse(),
            mirror,
            generation,
            target.schema(),
            new DataFileReader(
                objects, folder.resolve("downloads"), () -> DataFileReader.DEFAULT_MEMORY_LIMIT),
            new FileStore(state),
            ledger,
            inserter,
            new Partitions(target.clickHouse(), target.schema(), retries, Sleeper.SYSTEM),
            new MemoryShare(new BlockMemory(MEMORY), limits()),
            new LoadProgress(),
            new AwsCalls(retries, Sleeper.SYSTEM),
            retries,
            Sleeper.SYSTEM);
    CompletableFuture<Void> loaded = new CompletableFuture<>();
    FileLoaders loaders =
        new FileLoaders(
            backfill,
            TUNING.loaders(),
            (name, task) ->
                Thread.ofVirtual()
                    .name(name)
                    .start(() -> {
                      try {
                        task.run();
                      } catch (RuntimeException | Error | InterruptedException e) {
                        loaded.completeExceptionally(e);
                      }
                    }));
    Thread.ofVirtual()
        .start(() -> {
          try {
            loaders.load();
            loaded.complete(null);
          } catch (RuntimeException | Error | InterruptedException e) {
            loaded.completeExceptionally(e);
          }
        });
    try {
      loaded.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the backfill failed", e.getCause());
    }
  }

  static BatchLimits limits() {
    return new BatchLimits(TUNING.batchRows(), TUNING.batchBytes());
  }

  private static StoredMirror stored(Target target) {
    return new StoredMirror(
        target.name().name(),
        "incarnation",
        "main",
        target.name().name(),
        target.dialect().file(),
        target.name(),
        "uuid",
        target.schema().fingerprint(),
        Dialect.KEYS,
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
        "table-id",
        "orders-exports",
        new RoleTarget("arn:aws:iam::123456789012:role/bench", "us-east-1", List.of()),
        MirrorState.LOADING,
        MirrorState.LOADING,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        1);
  }
}
