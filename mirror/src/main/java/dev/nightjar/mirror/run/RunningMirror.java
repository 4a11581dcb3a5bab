package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.mirror.backfill.LoadProgress;
import dev.nightjar.mirror.batch.BatchRefusedException;
import dev.nightjar.mirror.batch.InsertWatch;
import dev.nightjar.mirror.fence.ClickHouseRestartedException;
import dev.nightjar.mirror.fence.ServerStarts;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.status.LogContext;
import dev.nightjar.mirror.status.MirrorFailedException;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.Notice;
import dev.nightjar.mirror.tailing.AwsTime;
import dev.nightjar.mirror.tailing.ShardWatches;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A mirror of this server, running or standing: what it shows, and the way to start and stop it.
 * Starting and stopping are for one thread at a time.
 */
public final class RunningMirror implements MirrorRun.Listener, Revivals.Halted {
  private static final Logger LOG = LoggerFactory.getLogger(RunningMirror.class);

  private final MirrorsOptions options;
  private final Stores stores;
  private final Optional<MirroredSchema> schema;
  private final MirrorHealth health;
  private final ShardWatches watches;
  private final LoadProgress progress = new LoadProgress();
  private final InsertWatch inserts = new InsertWatch();
  private final ServerStarts starts = new ServerStarts();
  private final AwsTime awsTime;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Consumer<RunningMirror> onHalt;
  private volatile StoredMirror mirror;
  private volatile Optional<Generation> generation;
  private volatile List<Gap> gaps;
  private volatile Optional<Instant> waitsUntil = Optional.empty();
  private volatile Optional<LastVerification> lastVerification;
  private Optional<TaskGroup> tasks = Optional.empty();
  private Optional<TableConnection> connection = Optional.empty();

  /**
   * A mirror that stands, with what is stored of it.
   *
   * @param schema how changes become rows; empty where the stored file does not tell any more: such
   *     a mirror has failed and is not started
   * @param onHalt is told when it has halted: something that it needs fails, and it must be started
   *     again from its stored state once that is well
   */
  public RunningMirror(
      MirrorsOptions options,
      Stores stores,
      StoredMirror mirror,
      Optional<MirroredSchema> schema,
      Consumer<RunningMirror> onHalt) {
    this.onHalt = onHalt;
    this.options = options;
    this.stores = stores;
    this.mirror = mirror;
    this.schema = schema;
    this.health = new MirrorHealth(mirror.id(), options.clock(), begun::countDown);
    this.awsTime = new AwsTime(options.clock());
    this.watches = new ShardWatches(options.clock(), awsTime);
    this.gaps = stores.gaps().all(mirror.id());
    this.generation = stores.generations().current(mirror.id());
    this.lastVerification = stores.verifications().last(mirror.id());
    generation.ifPresent(current -> {
      watches.coveredBefore(current.begunAt());
      stores.shards(mirror.id(), current.streamArn()).all().forEach(watches::restore);
      progress.restore(stores.files().all(mirror.id(), current.number()));
    });
  }

  @Override
  public StoredMirror stored() {
    return mirror;
  }

  /** Whether the stored file still tells what its rows are made by. */
  public boolean compiles() {
    return schema.isPresent();
  }

  /**
   * What its rows are made by.
   *
   * @throws MirrorRefusedException if the stored file does not tell any more
   */
  public MirroredSchema schema() {
    return schema.orElseThrow(() ->
        new MirrorRefusedException(
            List.of(
                new MirrorProblem(
                    FailureReason.SCHEMA_CHANGED.code(),
                    Optional.empty(),
                    mirror.message().orElse("The stored data source is refused."),
                    ""))));
  }

  /** The starts of ClickHouse that it has met. */
  ServerStarts serverStarts() {
    return starts;
  }

  /** Starts it from its stored state. */
  public void start() {
    TableConnection opened = options.connector().connect(mirror.role());
    TaskGroup group = new TaskGroup("mirror " + mirror.id(), this::failed);
    connection = Optional.of(opened);
    tasks = Optional.of(group);
    RunTools tools =
        new RunTools(
            options, stores, mirror, schema(), opened, health, progress, inserts, starts, awsTime);
    MirrorRun run = new MirrorRun(tools, mirror, group, watches, this);
    group.start(
        "main",
        () -> {
          LogContext.MIRROR.from(mirror.id());
          LogContext.DATASOURCE.from(mirror.datasource());
          run.run();
        });
  }

  /** Tells it to stop without waiting; {@link #stop} waits. */
  public void interrupt() {
    tasks.ifPresent(TaskGroup::interrupt);
  }

  /** Stops it, each of its threads after the insert that it is in; its stored state stays. */
  public void stop() {
    tasks.ifPresent(TaskGroup::stop);
    tasks = Optional.empty();
    connection.ifPresent(TableConnection::close);
    connection = Optional.empty();
    watches.freeze();
  }

  /** Whether it was stopped, or never started: none of its threads is there. */
  public boolean stands() {
    return tasks.isEmpty();
  }

  /** A verification of it has come to its end. */
  public void verified(LastVerification verification) {
    stores.verifications().store(mirror.id(), verification);
    lastVerification = Optional.of(verification);
  }

  /** Waits until the export is requested, or it is known why not, or for so long. */
  public StartedMirror awaitStarted(boolean untouched) throws InterruptedException {
    boolean known = begun.await(options.tuning().startPatience().toMillis(), TimeUnit.MILLISECONDS);
    StoredMirror now = mirror;
    Optional<String> arn = generation.flatMap(Generation::exportArn);
    String message = "";
    if (arn.isEmpty()) {
      message =
          now.message()
              .or(() -> health.trouble().map(MirrorHealth.Trouble::message))
              .orElse(known ? "" : "AWS has not answered yet; the mirror goes on trying.");
    }
    return new StartedMirror(now.id(), now.state(), untouched, arn, waitsUntil, message);
  }

  /** A mirror that stands, for whatever reason, is not moved by what its run still had to say. */
  @Override
  public synchronized void moved(
      MirrorState state, Optional<String> reason, Optional<String> message) {
    if (mirror.runs()) {
      move(state, reason, message);
    }
  }

  /** A person stopped it, or a swap of its tables; it has been stopped. */
  public synchronized void pause() {
    move(
        MirrorState.PAUSED,
        Optional.of(Notice.PAUSED.code()),
        Optional.of(
            "Stopped by a person, or while its tables are swapped; the stream keeps its changes for 24 hours."));
  }

  private void move(MirrorState state, Optional<String> reason, Optional<String> message) {
    StoredMirror before = mirror;
    if (before.state() == state
        && before.reason().equals(reason)
        && before.message().equals(message)) {
      return;
    }
    mirror = stores.mirrors().move(before.id(), state, reason, message);
    boolean bad = state == MirrorState.FAILED || state == MirrorState.HEALING;
    LOG.atLevel(bad ? Level.WARN : Level.INFO)
        .log(
            "mirror {} of {}: {} -> {}{}",
            before.id(),
            before.tableArn(),
            before.state(),
            state,
            message.map(text -> " (" + text + ")").orElse(""));
  }

  @Override
  public void generation(Generation current) {
    generation = Optional.of(current);
    watches.coveredBefore(current.begunAt());
    // Called by the run's own thread: what it logs and starts is about this generation from now on.
    LogContext.GENERATION.from(Long.toString(current.number()));
  }

  @Override
  public synchronized void healing() {
    mirror = stores.mirrors().find(mirror.id()).orElseThrow();
    gaps = stores.gaps().all(mirror.id());
  }

  @Override
  public void requested() {
    waitsUntil = Optional.empty();
    begun.countDown();
  }

  @Override
  public void waiting(Instant until) {
    waitsUntil = Optional.of(until);
    begun.countDown();
  }

  /** Called once, by the thread that failed first. */
  private void failed(Throwable failure) {
    switch (failure) {
      case GapException e -> lost(e);
      case MirrorFailedException e -> fail(e.reason(), e.getMessage());
      case BatchRefusedException e -> fail(FailureReason.INSERT_REFUSED.code(), e.getMessage());
      case StateUnavailableException e -> halt(e.code(), e.getMessage());
      case ClickHouseRestartedException e -> halt("clickhouse:RESTARTED", e.getMessage());
      case ClickHouseException e -> halt("clickhouse:" + e.name(), ErrorSummary.of(e));
      case RejectedException e -> fail(FailureReason.AWS_REJECTED.code(), e.getMessage());
      case AwsException e -> halt("aws:" + e.getClass().getSimpleName(), e.getMessage());
      default -> {
        LOG.error(
            "mirror {} stopped by an error that should not happen",
            mirror.id(),
            LoggableError.of(failure));
        fail(
            FailureReason.INTERNAL.code(),
            "An error that should not happen stopped the mirror: "
                + failure.getClass().getSimpleName()
                + ". The server's log has the details; resume the mirror to try again.");
      }
    }
  }

  /** The next run heals it, as soon as it may. */
  private void lost(GapException gap) {
    watches.freeze();
    try {
      if (mirror.runs()) {
        stores.gaps().found(mirror.id(), gap.reason().code(), gap.getMessage());
        healing();
      }
      if (!gap.takesAPerson()) {
        moved(MirrorState.HEALING, Optional.of(gap.reason().code()), Optional.of(gap.getMessage()));
      }
    } catch (StateUnavailableException e) {
      // The next run finds it again.
      halt(e.code(), e.getMessage());
      return;
    }
    if (gap.takesAPerson()) {
      fail(gap.reason().code(), gap.getMessage());
      return;
    }
    begun.countDown();
    onHalt.accept(this);
  }

  private void fail(String reason, String message) {
    watches.freeze();
    try {
      moved(MirrorState.FAILED, Optional.of(reason), Optional.of(message));
    } catch (StateUnavailableException e) {
      // It finds the same again from its stored state, once that it failed can be stored.
      halt(e.code(), e.getMessage());
    } finally {
      begun.countDown();
    }
  }

  /** Stands still, as after a crash, until it is started again. */
  private void halt(String cause, String message) {
    watches.freeze();
    stillHalted(cause, message);
    LOG.warn("mirror {} has halted: {}", mirror.id(), message);
    begun.countDown();
    onHalt.accept(this);
  }

  @Override
  public void stillHalted(String cause, String message) {
    health.retrying(
        cause,
        message + " The mirror waits and goes on by itself; DynamoDB keeps changes for 24 hours.");
  }

  /**
   * Why its export was not requested and will not be before a person has done something; empty
   * where it was, or where it only takes time.
   */
  public Optional<MirrorProblem> refusal() {
    if (generation.flatMap(Generation::exportArn).isPresent()) {
      return Optional.empty();
    }
    StoredMirror now = mirror;
    return now.state() == MirrorState.FAILED
        ? Optional.of(
            new MirrorProblem(
                now.reason().orElse(FailureReason.INTERNAL.code()),
                Optional.empty(),
                now.message().orElse(""),
                ""))
        : health
            .trouble()
            .filter(MirrorHealth.Trouble::takesAPerson)
            .map(trouble ->
                new MirrorProblem(trouble.code(), Optional.empty(), trouble.message(), ""));
  }

  /** Everything that it shows. */
  public MirrorStatus status() {
    return Statuses.of(
        mirror,
        generation,
        waitsUntil,
        progress,
        watches,
        inserts.progress(),
        gaps,
        health,
        lastVerification);
  }
}
