package dev.nightjar.mirror;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.connection.TableEnabler;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.mirror.fence.ClaimStore;
import dev.nightjar.mirror.fence.Ownership;
import dev.nightjar.mirror.healing.Tombstones;
import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.run.Alignment;
import dev.nightjar.mirror.run.LedgerPruner;
import dev.nightjar.mirror.run.MirroredTable;
import dev.nightjar.mirror.run.RefusedStart;
import dev.nightjar.mirror.run.Resyncing;
import dev.nightjar.mirror.run.RunningMirror;
import dev.nightjar.mirror.run.RunningMirrors;
import dev.nightjar.mirror.run.SpecCheck;
import dev.nightjar.mirror.run.StoredSchemas;
import dev.nightjar.mirror.run.Stores;
import dev.nightjar.mirror.run.StreamReaders;
import dev.nightjar.mirror.sample.SampleSize;
import dev.nightjar.mirror.sample.SampledItems;
import dev.nightjar.mirror.sample.SampledTables;
import dev.nightjar.mirror.sample.TableSample;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.verify.VerificationStatus;
import dev.nightjar.mirror.verify.VerificationWish;
import dev.nightjar.mirror.verify.Verifications;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** {@link Mirrors} over one state database. */
public final class MirrorService implements Mirrors {
  private final MirrorsOptions options;
  private final Stores stores;
  private final SpecCheck specs;
  private final MirroredTable tables;
  private final Ownership ownership;
  private final RunningMirrors mirrors;
  private final ReentrantLock beginning = new ReentrantLock();
  private final SampledTables samples;
  private final Verifications verifications;
  private final LedgerPruner pruner;

  private MirrorService(MirrorsOptions options) {
    this.options = options;
    this.stores = Stores.in(options.database(), options.clock());
    this.specs = new SpecCheck(options.connector(), options.limits());
    this.tables = new MirroredTable(options.clickHouse());
    this.ownership = new Ownership(options.clickHouse(), new ClaimStore(options.database()));
    this.mirrors = new RunningMirrors(options, stores, tables);
    this.samples = new SampledTables(options.database(), options.clickHouse());
    this.verifications = new Verifications(options, stores);
    this.pruner = new LedgerPruner(stores.ledger(), options.sleeper(), this::dropLeftovers);
  }

  /**
   * Brings the database's tables up to date and lets every mirror go on that is not paused and has
   * not failed.
   */
  public static MirrorService open(MirrorsOptions options) {
    LedgerTables.migrate(options.database());
    MirrorService service = new MirrorService(options);
    service.mirrors.open();
    service.pruner.start();
    return service;
  }

  private void dropLeftovers() {
    mirrors.all().stream()
        .filter(RunningMirror::compiles)
        .forEach(mirror -> verifications.dropLeftovers(mirror.stored(), mirror.schema()));
  }

  @Override
  public Validation validate(MirrorSpec spec) {
    try {
      return new Validation(List.of(), specs.check(spec).warnings());
    } catch (MirrorRefusedException e) {
      return new Validation(e.problems(), List.of());
    }
  }

  @Override
  public List<String> enable(MirrorSpec spec) {
    try (TableConnection connection = options.connector().connect(spec.role())) {
      return new TableEnabler(connection, options.sleeper()).enable(spec.tableArn());
    } catch (AwsException e) {
      throw new MirrorRefusedException(
          List.of(
              new MirrorProblem(
                  Reason.of(e).map(Reason::code).orElse(SpecCheck.AWS_UNAVAILABLE),
                  Optional.empty(),
                  "What the DynamoDB table lacks could not be switched on: " + e.getMessage(),
                  "")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + spec.tableArn() + " was changed", e);
    }
  }

  @Override
  public void requireFree(TableName table) {
    ownership.requireFree(table);
  }

  @Override
  public void createTables(MirrorSpec spec) {
    createTables(spec, specs.schema(spec));
  }

  private void createTables(MirrorSpec spec, MirroredSchema schema) {
    ownership.requireFree(spec.table());
    tables
        .create(spec.table(), schema)
        .ifPresent(difference -> refuse(difference + ".", "Drop it, or rename the data source."));
  }

  private static void refuse(String message, String hint) {
    throw new MirrorRefusedException(
        List.of(new MirrorProblem(SpecCheck.SCHEMA_INVALID, Optional.empty(), message, hint)));
  }

  @Override
  public ReaderLimit readerLimit() {
    return options.readerLimit();
  }

  @Override
  public StartedMirror start(MirrorSpec spec, Optional<String> predecessor) {
    record Started(RunningMirror mirror, boolean untouched) {}
    Started found =
        mirrors.changing(
            spec.id(),
            () ->
                mirrors
                    .find(spec.id())
                    .map(existing -> new Started(goOn(existing, spec), true))
                    .orElseGet(() -> new Started(begin(spec, predecessor), false)));
    RunningMirror mirror = found.mirror();
    StartedMirror started = awaitStarted(mirror, found.untouched());
    if (!found.untouched()) {
      Optional<MirrorProblem> refusal = mirror.refusal();
      if (refusal.isPresent()) {
        forget(spec.id());
        throw new MirrorRefusedException(List.of(refusal.get()));
      }
    }
    return started;
  }

  private void forget(String refused) {
    mirrors.changing(
        refused,
        () -> {
          mirrors.remove(refused);
          new RefusedStart(stores, ownership).undo(refused);
          drop(refused);
          return refused;
        });
  }

  private static StartedMirror awaitStarted(RunningMirror mirror, boolean untouched) {
    try {
      return mirror.awaitStarted(untouched);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while mirror " + mirror.stored().id() + " was started", e);
    }
  }

  private RunningMirror goOn(RunningMirror mirror, MirrorSpec spec) {
    StoredMirror stored = mirror.stored();
    String fingerprint = StoredSchemas.compile(spec.datasource(), stored.keys()).fingerprint();
    if (!stored.tableArn().equals(spec.tableArn())
        || !stored.table().equals(spec.table())
        || !stored.bucket().equals(spec.bucket())
        || !stored.schemaFingerprint().equals(fingerprint)) {
      refuse(
          "The data source "
              + spec.name()
              + " is mirrored already, with another table, bucket or schema.",
          "Drop that mirror first.");
    }
    if (stored.role().equals(spec.role())) {
      return mirror;
    }
    stores.mirrors().changeRole(spec.id(), spec.role());
    return mirrors.again(mirror);
  }

  /** One at a time, for two of one table count each other. */
  private RunningMirror begin(MirrorSpec spec, Optional<String> predecessor) {
    beginning.lock();
    try {
      return beginAlone(spec, predecessor);
    } finally {
      beginning.unlock();
    }
  }

  private RunningMirror beginAlone(MirrorSpec spec, Optional<String> predecessor) {
    StreamReaders.requireRoom(
        options.readerLimit(), spec, mirrors.all().stream().map(RunningMirror::stored).toList());
    SpecCheck.Sound sound = specs.check(spec);
    createTables(spec, sound.schema());
    TableDescription table = sound.table();
    String uuid = tables.uuid(spec.table()).orElseThrow();
    samples.clear(spec.table(), uuid);
    // An older mirror's rows, which nobody remembers, must not beat those that come.
    long highest = ownership.highestGeneration(spec.table(), sound.schema().versionColumn());
    long above = predecessor.flatMap(mirrors::find).map(m -> m.stored().generation()).orElse(0L);
    StoredMirror stored =
        new StoredMirror(
            spec.id(),
            UUID.randomUUID().toString(),
            spec.workspace(),
            spec.name(),
            spec.datasource().source(),
            spec.table(),
            uuid,
            sound.schema().fingerprint(),
            table.keys(),
            spec.tableArn(),
            table.tableId(),
            spec.bucket(),
            spec.role(),
            MirrorState.VALIDATING,
            MirrorState.VALIDATING,
            options.clock().instant(),
            Optional.empty(),
            Optional.empty(),
            Math.max(highest, above));
    stores.mirrors().insert(stored, highest > 0 ? 0 : above);
    RunningMirror mirror = mirrors.add(stored, Optional.of(sound.schema()));
    mirror.start();
    return mirror;
  }

  /** The mirror does not begin meanwhile: both would take the rows of the other for their own. */
  @Override
  public SampledItems sample(MirrorSpec spec, SampleSize size) {
    return mirrors.unlessThere(spec.id(), () -> sampleAlone(spec, size)).orElse(SampledItems.NONE);
  }

  private SampledItems sampleAlone(MirrorSpec spec, SampleSize size) {
    try (TableConnection connection = options.connector().connect(spec.role())) {
      List<KeyAttribute> keys = SpecCheck.keys(spec, connection);
      MirroredSchema schema = StoredSchemas.compile(spec.datasource(), keys);
      createTables(spec, schema);
      samples.remember(spec.table(), tables.uuid(spec.table()).orElseThrow());
      return new TableSample(connection.scans(), options.clickHouse())
          .take(spec, schema, keys, size);
    }
  }

  @Override
  public <T> Optional<T> fill(String id, TableName table, Supplier<T> rows) {
    return mirrors.unlessThere(
        id,
        () -> {
          samples.remember(table, tables.uuid(table).orElseThrow());
          return rows.get();
        });
  }

  @Override
  public void pause(String id) {
    mirrors.change(
        id,
        mirror -> {
          // Stored first: where that fails, the mirror goes on as if nobody had asked.
          mirror.pause();
          mirror.stop();
        });
  }

  @Override
  public void resume(String id) {
    mirrors.change(id, mirrors::resume);
  }

  @Override
  public boolean wouldExport(String id, Resync resync) {
    return new Resyncing(stores).exports(mirrors.require(id).stored(), resync);
  }

  @Override
  public void resync(String id, Resync resync) {
    mirrors.change(
        id,
        mirror -> {
          Resyncing resyncing = new Resyncing(stores);
          // Stored first: where that fails, the mirror goes on as if nobody had asked.
          resyncing.store(mirror.stored(), resync);
          mirrors.again(mirror, () -> resyncing.move(mirror.stored()));
        });
  }

  @Override
  public void align(String leader, String follower, Duration patience) {
    new Alignment(options, stores, mirrors).align(leader, follower, patience);
  }

  @Override
  public void tableRenamed(Handle transaction, String id, TableName name) {
    stores.mirrors().rename(transaction, id, name);
  }

  @Override
  public void drop(String id) {
    mirrors.changing(
        id,
        () -> {
          mirrors.remove(id);
          verifications.forget(id);
          // Also one that an earlier attempt has stopped and could not delete.
          stores
              .mirrors()
              .find(id)
              .filter(stored -> stored.generation() > 1)
              .ifPresent(stored -> Tombstones.forget(options.clickHouse(), stored.table()));
          stores.mirrors().delete(id);
          return id;
        });
  }

  @Override
  public Optional<TableDescription> describe(String id) {
    StoredMirror mirror = mirrors.require(id).stored();
    try (TableConnection connection = options.connector().connect(mirror.role())) {
      return connection.tables().describe(mirror.tableArn());
    }
  }

  @Override
  public VerificationStatus verify(String id, VerificationWish wish) {
    // Nobody drops the mirror in between: nothing would end the verification of one that is gone.
    return mirrors.changing(
        id,
        () -> {
          RunningMirror mirror = mirrors.require(id);
          return verifications.start(
              mirror.stored(),
              mirror.schema(),
              wish,
              () -> status(id),
              done -> mirrors.find(id).ifPresent(now -> now.verified(done)));
        });
  }

  @Override
  public Optional<VerificationStatus> verification(String id) {
    return verifications.status(id);
  }

  @Override
  public void cancelVerification(String id) {
    verifications.cancel(id);
  }

  @Override
  public List<MirrorStatus> statuses() {
    return mirrors.all().stream()
        .map(RunningMirror::status)
        .sorted(
            Comparator.comparing(MirrorStatus::workspace)
                .thenComparing(MirrorStatus::datasource)
                .thenComparing(MirrorStatus::id))
        .toList();
  }

  @Override
  public Optional<MirrorStatus> status(String id) {
    return mirrors.find(id).map(RunningMirror::status);
  }

  @Override
  public void close() {
    verifications.close();
    mirrors.close();
    pruner.close();
  }
}
