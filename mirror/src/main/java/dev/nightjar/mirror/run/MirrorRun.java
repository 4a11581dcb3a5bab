package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.mirror.backfill.FileLoaders;
import dev.nightjar.mirror.batch.Tasks;
import dev.nightjar.mirror.fence.RestartWatch;
import dev.nightjar.mirror.healing.DeleteLimit;
import dev.nightjar.mirror.healing.Tombstones;
import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.state.TombstoneList;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import dev.nightjar.mirror.status.MirrorFailedException;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.Notice;
import dev.nightjar.mirror.tailing.ReadingLimit;
import dev.nightjar.mirror.tailing.ShardWatches;
import dev.nightjar.mirror.tailing.StreamFollower;
import dev.nightjar.mirror.tailing.TableWatch;
import dev.nightjar.mirror.tailing.Tail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of a mirror: from where its stored state left it to LIVE, and on until it is stopped. Its
 * first thread; the others are started by it.
 */
final class MirrorRun {
  private static final Duration FIRST_LIVE_CHECK = Duration.ofMillis(50);
  private static final Duration LONGEST_LIVE_CHECK = Duration.ofSeconds(5);

  /** Of what it has waited, a pause is a twentieth: catching up may take hours. */
  private static final int OF_THE_WAIT = 20;

  /** How often an export is tried that recovery, which somebody must switch on, is off for. */
  private static final Duration RECOVERY_CHECK = Duration.ofSeconds(30);

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

    /** A gap is healed, or on its way. */
    void healing();
  }

  private final RunTools tools;
  private final Stores stores;
  private final String id;
  private final Tasks tasks;
  private final ShardWatches watches;
  private final Listener listener;

  MirrorRun(
      RunTools tools, StoredMirror mirror, Tasks tasks, ShardWatches watches, Listener listener) {
    this.tools = tools;
    this.stores = tools.stores();
    this.id = mirror.id();
    this.tasks = tasks;
    this.watches = watches;
    this.listener = listener;
  }

  void run() throws InterruptedException {
    checkTable();
    new TableClaim(tools, mirror()).make();
    Generation generation = begun();
    tools.fence().generation(generation.number());
    listener.generation(generation);
    if (generation.dropsBeforeBoundary()) {
      generation = exportRequested(generation);
      follow(generation);
    } else {
      // The stream is read before the export is requested: what the export may lack is of this
      // generation then.
      follow(generation);
      generation = exportRequested(generation);
    }
    generation = loaded(generation);
    awaitCaughtUp(generation);
    heal(generation);
    listener.moved(MirrorState.LIVE, Optional.empty(), Optional.empty());
  }

  /** What there is to say: a code and a sentence. */
  private record Told(String code, String message) {}

  private StoredMirror mirror() {
    return stores.mirrors().find(id).orElseThrow();
  }

  private void checkTable() {
    StoredMirror mirror = mirror();
    Optional<String> uuid = new MirroredTable(tools.options().clickHouse()).uuid(mirror.table());
    if (!uuid.equals(Optional.of(mirror.tableUuid()))) {
      throw new MirrorFailedException(
          FailureReason.CLICKHOUSE_TABLE_REPLACED,
          "The table "
              + mirror.table()
              + (uuid.isEmpty() ? " is gone from ClickHouse" : " was created anew in ClickHouse")
              + ": the rows that were mirrored are lost. Drop the data source and deploy it again.");
    }
  }

  /** The generation that this run is of: a new one where there is none, or where a gap waits. */
  private Generation begun() throws InterruptedException {
    Optional<Generation> newest = stores.generations().newest(id);
    if (newest.isEmpty()) {
      Generation first = new FirstGeneration(tools, mirror()).begin(ofRowsThatNobodyRemembers());
      listener.healing();
      return first;
    }
    Optional<Gap> gap = stores.gaps().waiting(id);
    if (gap.isEmpty()) {
      return newest.get();
    }
    Generation next = new NextGeneration(tools, mirror(), listener).begin(newest.get(), gap.get());
    watches.startAnew(stores.shards(id, next.streamArn()).all());
    tools.progress().restore(List.of());
    listener.healing();
    return next;
  }

  /**
   * A mirror whose first generation is not the first of its table: what was deleted since the rows
   * that are there came has to be found, as after any other gap.
   */
  private Optional<Gap> ofRowsThatNobodyRemembers() {
    StoredMirror mirror = mirror();
    if (mirror.generation() > stores.mirrors().above(id)) {
      stores
          .gaps()
          .found(
              id,
              FailureReason.GAP_STATE_RESTORED.code(),
              "The table "
                  + mirror.table()
                  + " holds rows of an earlier mirror, of which state.db knows nothing: it was lost,"
                  + " or the table was another server's.");
    }
    return stores.gaps().waiting(id);
  }

  /** The state and what there is to say, at one of the stages on the way to LIVE. */
  private void stage(Generation generation, MirrorState first, Optional<Told> news) {
    Optional<Told> told = news.or(() -> healing(generation));
    if (told.isEmpty() || healing(generation).isEmpty()) {
      listener.moved(first, told.map(Told::code), told.map(Told::message));
    } else {
      listener.moved(MirrorState.HEALING, told.map(Told::code), told.map(Told::message));
    }
  }

  /** What a generation heals; nothing is healed by a mirror's first. */
  private Optional<Told> healing(Generation generation) {
    return stores
        .gaps()
        .healedBy(generation)
        .map(gap ->
            new Told(
                gap.cause(),
                gap.message()
                    + " The mirror heals it by itself with another export of the table; the stream"
                    + " is read, and what was there can be queried meanwhile."));
  }

  private Generation exportRequested(Generation generation) throws InterruptedException {
    boolean news = generation.exportArn().isEmpty();
    if (news) {
      stage(generation, MirrorState.EXPORTING, Optional.empty());
    }
    Generation requested = requestExport(generation);
    listener.generation(requested);
    if (news) {
      stage(generation, MirrorState.EXPORTING, Optional.empty());
    }
    listener.requested();
    return requested;
  }

  private Generation requestExport(Generation generation) throws InterruptedException {
    while (true) {
      try {
        return tools
            .exportRequester()
            .request(mirror(), generation, until -> waits(generation, until))
            .orElseThrow(() ->
                new GapException(
                    FailureReason.EXPORT_UNANSWERED,
                    "AWS has not answered the request for an export for 8 hours, and takes its"
                        + " token for a new one from now on."));
      } catch (MirrorFailedException e) {
        if (healing(generation).isEmpty() || !e.reason().equals(Reason.PITR_DISABLED.code())) {
          throw e;
        }
        stage(generation, MirrorState.EXPORTING, Optional.of(new Told(e.reason(), e.getMessage())));
        tools.options().sleeper().sleep(RECOVERY_CHECK);
      }
    }
  }

  private void waits(Generation generation, Instant until) {
    stage(
        generation,
        MirrorState.EXPORTING,
        Optional.of(
            new Told(
                Notice.WAITING_FOR_STREAM_AGE.code(),
                healing(generation)
                        .map(told -> told.message() + " It waits for its stream's age: ")
                        .orElse("The table's stream is young: ")
                    + "the export is requested at "
                    + until
                    + ", when the stream holds every change that the export may lack.")));
    listener.waiting(until);
  }

  private void follow(Generation generation) {
    StoredMirror mirror = mirror();
    LedgerCheck check = tools.ledgerCheck(mirror);
    check.shards(generation.streamArn(), stores.shards(id, generation.streamArn()));
    check.files(generation, stores.files());
    check.tombstones(generation);
    if (generation.loadedAt().isPresent() && !healed(generation)) {
      // Perhaps again: tombstones that were in may have been found to be there no more.
      stage(generation, MirrorState.LOADING, Optional.empty());
      listener.healing();
    }
    tasks.start(
        "table",
        new TableLookout(mirror, tools.connection(), tools.health(), tools.options().sleeper())
            ::run);
    RestartWatch restarts = tools.fence().restarts();
    if (restarts.mayCome()) {
      tasks.start(
          "clickhouse",
          new RestartLookout(restarts, tools.health(), tools.options().sleeper())::run);
    }
    Tail tail = tools.tail(mirror, generation, generation.streamArn(), ReadingLimit.NONE);
    StreamFollower follower =
        new StreamFollower(tail, new TableWatch(tools.connection().tables()), tasks, watches);
    tasks.start("stream", follower::run);
  }

  private Generation loaded(Generation requested) throws InterruptedException {
    Generation generation = current();
    if (generation.loadedAt().isPresent()) {
      return generation;
    }
    tools.exportAwaiter().await(mirror(), requested);
    generation = current();
    listener.generation(generation);
    tools.progress().restore(stores.files().all(id, generation.number()));
    stage(generation, MirrorState.LOADING, Optional.empty());
    new FileLoaders(tools.backfill(mirror(), generation), tools.options().tuning().loaders(), tasks)
        .load();
    Generation loaded = stores.generations().loaded(generation, tools.options().clock().instant());
    listener.generation(loaded);
    return loaded;
  }

  private Generation current() {
    return stores.generations().current(id).orElseThrow();
  }

  /**
   * Waits until every shard was read to its tip after the load, and past what the export leaves
   * open.
   */
  private void awaitCaughtUp(Generation generation) throws InterruptedException {
    Instant loaded = tools.awsTime().now();
    Instant certain = generation.exportCertainAt().orElseThrow();
    boolean heals = healing(generation).isPresent();
    Instant wanted = heals && certain.isAfter(loaded) ? certain : loaded;
    Duration pause = FIRST_LIVE_CHECK;
    while (watches.caughtUpAt().map(at -> at.isBefore(wanted)).orElse(true)) {
      tools.options().sleeper().sleep(pause);
      Duration longer = pause.plus(pause.dividedBy(OF_THE_WAIT));
      pause = longer.compareTo(LONGEST_LIVE_CHECK) < 0 ? longer : LONGEST_LIVE_CHECK;
    }
  }

  private boolean healed(Generation generation) {
    return stores
        .gaps()
        .healedBy(generation)
        .map(found -> found.healedAt().isPresent())
        .orElseGet(() ->
            generation.ofEmptyTable()
                || stores
                    .tombstones()
                    .find(id, generation.number())
                    .map(TombstoneList::finished)
                    .orElse(false));
  }

  /** Deletes what older generations, of this mirror or of one before, have left. */
  private void heal(Generation generation) throws InterruptedException {
    if (!healed(generation)) {
      boolean any = stores.gaps().healedBy(generation).map(Gap::anyDeletes).orElse(true);
      new Tombstones(tools.healing(mirror(), generation))
          .insert(any ? DeleteLimit.NONE : tools.options().deleteLimit());
      stores.gaps().healed(generation);
      listener.healing();
    }
  }
}
