package dev.nightjar.mirror.verify;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.row.ComparedColumn;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.run.Stores;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.verify.Difference.Counts;
import dev.nightjar.mirror.verify.Difference.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One verification from its beginning to its report. For one thread. */
final class Verification {
  /** How many suspected keys are looked at again; all of them are held in memory. */
  static final int MOST_SUSPECTS = 10_000;

  /**
   * How late a change may come to its stream after DynamoDB has acknowledged it, generously; AWS
   * says "near real time".
   */
  private static final Duration STREAM_DELAY = Duration.ofSeconds(3);

  private static final Duration CAUGHT_UP_CHECK = Duration.ofMillis(200);
  private static final long ROW_BYTES = 256;

  private final MirrorsOptions options;
  private final Stores stores;
  private final StoredMirror mirror;
  private final MirroredSchema schema;
  private final VerificationWish wish;
  private final Supplier<Optional<MirrorStatus>> status;
  private final Tracker tracker;

  Verification(
      MirrorsOptions options,
      Stores stores,
      StoredMirror mirror,
      MirroredSchema schema,
      VerificationWish wish,
      Supplier<Optional<MirrorStatus>> status,
      Tracker tracker) {
    this.options = options;
    this.stores = stores;
    this.mirror = mirror;
    this.schema = schema;
    this.wish = wish;
    this.status = status;
    this.tracker = tracker;
  }

  VerificationReport run() throws InterruptedException {
    try (TableConnection connection = options.connector().connect(mirror.role());
        Scratch scratch = new Scratch(options.clickHouse(), mirror.table(), schema)) {
      scratch.create();
      return run(connection, scratch);
    }
  }

  private VerificationReport run(TableConnection connection, Scratch scratch)
      throws InterruptedException {
    TableDescription table = described(connection);
    long rows = scratch.rows(true);
    long items = Math.max(rows, table.itemCount());
    SegmentPlan plan =
        SegmentPlan.of(
            Math.max(table.sizeBytes(), rows * ROW_BYTES),
            items,
            wish.sample(),
            options.sleeper().jitter());
    ReadPacer pacer = new ReadPacer(wish.unitsPerSecond(table.readCapacityUnits()));
    TableScan scan =
        new TableScan(
            connection.scans(),
            mirror,
            schema,
            plan.total(),
            pacer,
            scratch,
            tracker,
            options.clock(),
            options.sleeper());
    Instant started = options.clock().instant();
    tracker.scanning(
        pacer, items * plan.chosen().size() / plan.total(), plan.chosen().size(), started);
    scan.scan(plan.chosen(), 0);
    tracker.phase(VerificationPhase.CATCHING_UP);
    awaitCaughtUp(options.clock().instant(), Duration.ZERO);
    tracker.phase(VerificationPhase.COMPARING);
    long compared = plan.whole() ? scratch.rows(true) : scratch.rows(false);
    long suspects = scratch.compare(plan.whole(), MOST_SUSPECTS, started.getEpochSecond());
    List<Suspect> lookedAt = suspects == 0 ? List.of() : scratch.suspects();
    Looks.Settled settled =
        lookedAt.isEmpty()
            ? new Looks.Settled(Map.of(), 0)
            : looks(scan, scratch, plan).settle(lookedAt);
    tracker.phase(VerificationPhase.EXPLAINING);
    List<Difference> differences = explain(scratch, settled.different());
    LastVerification summary =
        new LastVerification(
            started,
            options.clock().instant(),
            plan.whole(),
            plan.total(),
            plan.chosen().size(),
            tracker.items(),
            compared,
            settled.different().size(),
            settled.unsettled() + suspects - lookedAt.size(),
            tracker.misfits(),
            tracker.withheld(),
            tracker.unreadable());
    return new VerificationReport(
        summary,
        counts(settled.different()),
        differences,
        ComparedColumn.notComparable(schema),
        !plan.whole(),
        suspects,
        lookedAt.size(),
        tracker.units());
  }

  private TableDescription described(TableConnection connection) {
    TableDescription table =
        connection
            .tables()
            .describe(mirror.tableArn())
            .orElseThrow(() ->
                new VerificationFailedException(
                    "table_not_found", "The table " + mirror.tableArn() + " is gone."));
    if (!table.tableId().equals(mirror.tableId())) {
      throw new VerificationFailedException(
          "table_replaced",
          "The table "
              + mirror.tableArn()
              + " was created anew under its name: its mirror is another table's.");
    }
    return table;
  }

  private Looks looks(TableScan scan, Scratch scratch, SegmentPlan plan) {
    return new Looks(
        scan,
        scratch,
        plan,
        new Ghosts(scan, scratch, mirror.keys(), plan.total()),
        moment -> awaitCaughtUp(moment, STREAM_DELAY),
        tracker,
        options.clock(),
        options.sleeper());
  }

  /** Waits until the mirror has all that was written before a moment. */
  private void awaitCaughtUp(Instant moment, Duration later) throws InterruptedException {
    Instant wanted = moment.plus(later);
    while (true) {
      MirrorStatus now = requireLive(status.get());
      if (now.caughtUpAt().map(at -> !at.isBefore(wanted)).orElse(false)) {
        return;
      }
      options.sleeper().sleep(CAUGHT_UP_CHECK);
    }
  }

  /** Only a mirror that is LIVE claims to be the table. */
  static MirrorStatus requireLive(Optional<MirrorStatus> status) {
    MirrorStatus now =
        status.orElseThrow(() ->
            new VerificationFailedException(
                VerificationFailedException.NOT_LIVE, "The mirror was dropped."));
    if (now.state() != MirrorState.LIVE) {
      throw new VerificationFailedException(
          VerificationFailedException.NOT_LIVE,
          "The mirror of "
              + now.datasource()
              + " is "
              + now.state().code()
              + now.reason().map(reason -> " (" + reason + ")").orElse("")
              + ". Only a mirror that is LIVE claims to be the table: verify it when it is.");
    }
    return now;
  }

  private List<Difference> explain(Scratch scratch, Map<String, Kind> different) {
    Optional<Generation> generation = stores.generations().current(mirror.id());
    Explainer explainer =
        new Explainer(
            options.clickHouse(),
            mirror.table(),
            schema,
            scratch,
            generation.map(Generation::number).orElse(0L),
            generation
                .map(current -> stores.shards(mirror.id(), current.streamArn()).all())
                .orElse(List.of()));
    List<Difference> explained = new ArrayList<>();
    different.entrySet().stream()
        .limit(wish.limit())
        .forEach(one -> explained.add(explainer.explain(one.getKey(), one.getValue())));
    return explained;
  }

  private static Counts counts(Map<String, Kind> different) {
    return new Counts(
        different.values().stream()
            .collect(Collectors.groupingBy(kind -> kind, Collectors.counting())));
  }
}
