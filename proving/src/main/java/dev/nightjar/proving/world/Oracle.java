package dev.nightjar.proving.world;

import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.proving.world.aws.ExportsModel;
import dev.nightjar.proving.world.aws.SimulatedTable;
import dev.nightjar.proving.world.aws.StoredItem;
import dev.nightjar.proving.world.clickhouse.DatabaseModel;
import dev.nightjar.proving.world.clickhouse.TableModel;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.ExportPlan;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.ItemKey;
import dev.nightjar.proving.world.script.Trouble;
import dev.nightjar.proving.world.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows the table and judges the mirror: what it says of itself at any moment, and what is there at
 * the end.
 */
final class Oracle {
  /** Calls take time; what was asked for a moment before an answer is not older than this. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final Duration GAP = Duration.ofHours(22);
  private static final Duration TOKEN = Duration.ofHours(7);

  private final History history;
  private final Scheduler scheduler;
  private final SimulatedTable table;
  private final DatabaseModel database;
  private final Healings healings = new Healings();
  private final Counts counts;
  private boolean ledgerLost;
  private Optional<Instant> lastPoll = Optional.empty();
  private Duration longestSilence = Duration.ZERO;

  Oracle(
      History history,
      Scheduler scheduler,
      SimulatedTable table,
      ExportsModel exports,
      DatabaseModel database) {
    this.history = history;
    this.scheduler = scheduler;
    this.table = table;
    this.database = database;
    this.counts = new Counts(table, exports, database, healings);
  }

  void ledgerLost() {
    ledgerLost = true;
  }

  /** How often another generation began. */
  int healings() {
    return healings.count();
  }

  /** What the mirror says now. */
  void check(MirrorStatus status) {
    noteSilence(status);
    if (status.reason().equals(Optional.of(FailureReason.INTERNAL.code()))) {
      throw new Violation("an error that should not happen: " + status.message().orElse(""));
    }
    Instant now = scheduler.now();
    Optional<Instant> claim = claim(status).map(at -> at.isAfter(now) ? now : at);
    healings.saw(status, claim, now).ifPresent(this::checkCause);
    claim.ifPresent(this::checkRows);
    if (status.state() == MirrorState.FAILED) {
      checkFailure(status);
    }
  }

  private void noteSilence(MirrorStatus status) {
    Instant now = scheduler.now();
    Instant since = lastPoll.orElse(Simulation.START.plus(history.setting().deployAt()));
    Duration silence = Duration.between(since, now);
    if (silence.compareTo(longestSilence) > 0) {
      longestSilence = silence;
    }
    status.stream()
        .lastPollAt()
        .map(at -> at.minus(history.setting().clockWrongBy()))
        .filter(at -> lastPoll.map(at::isAfter).orElse(true))
        .ifPresent(at -> lastPoll = Optional.of(at));
  }

  /** The moment up to which the mirror claims to have everything, by the world's clock. */
  private Optional<Instant> claim(MirrorStatus status) {
    return status
        .caughtUpAt()
        .map(at -> at.minus(history.setting().clockWrongBy().abs()))
        .map(at -> at.minus(history.setting().clockNoise()).minus(MARGIN));
  }

  /** Whether it claims to have all that was ever written. */
  boolean caughtUp(MirrorStatus status) {
    return status.state() == MirrorState.LIVE
        && claim(status)
            .map(at ->
                at.isAfter(table.lastWrite().plus(history.setting().publishDelay()))
                    && at.isAfter(Simulation.START.plus(history.end())))
            .orElse(false);
  }

  /** Each item must be what it was at a moment, or became after it. */
  private void checkRows(Instant claimed) {
    Map<String, TableRow> latest =
        database.table(Server.TABLE.name()).map(TableModel::latest).orElse(Map.of());
    Set<String> keys = new HashSet<>();
    for (ItemKey key : table.versions().keySet()) {
      if (key.fits()) {
        keys.add(key.toString());
        checkItem(key, Optional.ofNullable(latest.get(key.toString())), claimed);
      }
    }
    for (String key : latest.keySet()) {
      if (!keys.contains(key)) {
        throw new Violation("the mirror has " + key + ", which the table never had");
      }
    }
  }

  private void checkItem(ItemKey key, Optional<TableRow> row, Instant claimed) {
    Optional<StoredItem> then = table.item(key, claimed);
    if (same(then, row)) {
      return;
    }
    for (SimulatedTable.Version version : table.versions().get(key)) {
      if (version.from().isAfter(claimed) && same(version.item(), row)) {
        return;
      }
    }
    if (!counts.hiddenSince(key, claimed)) {
      throw new Violation(
          "the mirror is LIVE and says that it has everything up to "
              + claimed
              + ", when "
              + key
              + " was "
              + then.map(StoredItem::plain).orElse("not there")
              + "; FINAL has "
              + row.map(Oracle::describe).orElse("no such row"));
    }
  }

  private static boolean same(Optional<StoredItem> item, Optional<TableRow> row) {
    if (item.isEmpty() || row.isEmpty()) {
      return item.isEmpty() && row.isEmpty();
    }
    return RowContent.isOf(item.get(), row.get());
  }

  static String describe(TableRow row) {
    return row.text("_record")
        + " ("
        + row.text("_event_name")
        + ", version "
        + row.version().toString(16)
        + ")";
  }

  /** Everything is in: FINAL is the table, and each change is there once. */
  void checkEnd(MirrorStatus status) {
    checkRows(scheduler.now());
    if (ledgerLost) {
      counts.checkNoneTwice(true);
    } else {
      boolean disturbed = silent() || streamEnded();
      counts.checkOnce(status, disturbed, tailLost());
    }
  }

  /** Another export is paid for: does the history give a reason? */
  private void checkCause(String cause) {
    if (!isJustified(cause)) {
      throw new Violation(
          "the mirror loads the table anew for no reason that this history gives: "
              + cause
              + " (its longest silence was "
              + longestSilence
              + ")");
    }
  }

  /** Whether the history gives the mirror a reason to have failed; and nothing may be twice. */
  private void checkFailure(MirrorStatus status) {
    String reason = status.reason().orElse("");
    boolean again = reason.equals(FailureReason.HEALING_AGAIN.code()) && healings.count() > 0;
    boolean replaced =
        reason.equals(FailureReason.TABLE_REPLACED.code())
            || reason.equals(FailureReason.STREAM_DISABLED.code())
            || reason.equals(FailureReason.TABLE_DELETED.code());
    if (!again && !(replaced && streamEnded())) {
      throw new Violation(
          "the mirror has FAILED for no reason that this history gives: "
              + reason
              + ", "
              + status.message().orElse("")
              + " (its longest silence was "
              + longestSilence
              + ")");
    }
    counts.checkNoneTwice(ledgerLost);
  }

  private boolean isJustified(String cause) {
    return switch (cause) {
      case "gap_position_trimmed", "gap_position_stale", "gap_shard_vanished" ->
          silent() || streamEnded();
      case "gap_batch_lost" -> silent() || tailLost();
      case "gap_state_restored" -> ledgerLost;
      case "stream_disabled", "stream_replaced", "pitr_disabled" -> streamEnded();
      case "table_not_found", "table_replaced" -> history.has(Event.TableReplaced.class);
      case "export_failed" -> planned(ExportPlan.Fate.FAILED);
      case "export_corrupt" -> planned(ExportPlan.Fate.FILE_TRUNCATED);
      case "export_unanswered" -> longestSilence.compareTo(TOKEN) > 0 || longTrouble();
      case "resync" -> history.has(Event.Resync.class);
      default -> false;
    };
  }

  /** Whether the reader was, or may have been, so far behind that the stream has lost changes. */
  private boolean silent() {
    return longestSilence.compareTo(GAP) > 0 || unread().compareTo(GAP) > 0;
  }

  private Duration unread() {
    return history.events().stream().map(Oracle::unread).reduce(Duration.ZERO, Duration::plus);
  }

  /** An answer that nothing is there does not end a silence. */
  private static Duration unread(Event event) {
    return switch (event) {
      case Event.Wrong wrong when wrong.trouble() == Trouble.STREAM_FAILS -> wrong.duration();
      case Event.Kill kill -> kill.down();
      default -> Duration.ZERO;
    };
  }

  private boolean tailLost() {
    return history.has(Event.TailLost.class);
  }

  /** Something was wrong for so long that AWS forgot a token meanwhile. */
  private boolean longTrouble() {
    return history.events().stream()
        .anyMatch(
            event -> event instanceof Event.Wrong wrong && wrong.duration().compareTo(TOKEN) > 0);
  }

  private boolean streamEnded() {
    return history.has(Event.StreamReplaced.class) || history.has(Event.TableReplaced.class);
  }

  private boolean planned(ExportPlan.Fate fate) {
    List<ExportPlan> plans = history.setting().exports();
    return plans.stream().anyMatch(plan -> plan.fate() == fate);
  }
}
