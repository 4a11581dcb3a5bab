package dev.nightjar.proving.world;

import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.proving.world.aws.ExportsModel;
import dev.nightjar.proving.world.aws.SimulatedTable;
import dev.nightjar.proving.world.aws.StoredItem;
import dev.nightjar.proving.world.aws.StreamModel;
import dev.nightjar.proving.world.clickhouse.DatabaseModel;
import dev.nightjar.proving.world.clickhouse.TableModel;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.ExportPlan;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.ItemKey;
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

  private final History history;
  private final Scheduler scheduler;
  private final SimulatedTable table;
  private final DatabaseModel database;
  private final Healings healings = new Healings();
  private final Counts counts;
  private final Hindrances hindrances;
  private long generation;
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
    this.hindrances = new Hindrances(history);
    this.counts = new Counts(table, exports, database, healings);
  }

  void ledgerLost() {
    ledgerLost = true;
    healings.ledgerLost();
    table.streams().forEach(StreamModel::readAnew);
  }

  /** How often another generation began. */
  int healings() {
    return healings.count();
  }

  /** What the mirror says now. */
  void check(MirrorStatus status) {
    noteSilence(status);
    if (status.generation() != generation) {
      generation = status.generation();
      table.streams().forEach(StreamModel::readAnew);
    }
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

  /**
   * The moment up to which the mirror claims to have everything, by the world's clock; nothing as
   * long as it does not know of what a restart of ClickHouse has taken.
   */
  private Optional<Instant> claim(MirrorStatus status) {
    return status
        .caughtUpAt()
        .map(at -> at.minus(history.setting().clockWrongBy().abs()))
        .map(at -> at.minus(history.setting().clockNoise()).minus(MARGIN))
        .filter(at -> at.isAfter(database.restartToldAt()));
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

  /**
   * Whether FINAL is the table as it is now. What AWS hid from the mirror is no excuse here: it is
   * to come in.
   *
   * @throws Violation if it is not, and AWS hid nothing
   */
  boolean isWhole() {
    Instant now = scheduler.now();
    checkRows(now);
    Map<String, TableRow> latest = latest();
    return table.versions().keySet().stream()
        .filter(ItemKey::fits)
        .allMatch(
            key -> same(table.item(key, now), Optional.ofNullable(latest.get(key.toString()))));
  }

  private Map<String, TableRow> latest() {
    return database.table(Server.TABLE.name()).map(TableModel::latest).orElse(Map.of());
  }

  /** Each item must be what it was at a moment, or became after it. */
  private void checkRows(Instant claimed) {
    Map<String, TableRow> latest = latest();
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

  /** Everything is in: each change is there once. */
  void checkEnd(MirrorStatus status) {
    if (ledgerLost) {
      counts.checkNoneTwice(true);
      counts.checkNewestOrder();
    } else {
      boolean disturbed = hindrances.mayLoseChanges() || streamEnded();
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
          hindrances.mayLoseChanges() || streamEnded();
      case "gap_batch_lost" -> hindrances.mayLoseChanges() || tailLost();
      case "gap_state_restored" -> ledgerLost;
      case "stream_disabled", "stream_replaced", "pitr_disabled" -> streamEnded();
      case "table_not_found", "table_replaced" -> history.has(Event.TableReplaced.class);
      case "export_failed" -> planned(ExportPlan.Fate.FAILED);
      case "export_corrupt" -> planned(ExportPlan.Fate.FILE_TRUNCATED);
      case "export_unanswered" -> hindrances.mayLoseToken();
      case "resync" -> history.has(Event.Resync.class);
      default -> false;
    };
  }

  private boolean tailLost() {
    return history.has(Event.TailLost.class) || history.restartsClickHouse();
  }

  private boolean streamEnded() {
    return history.has(Event.StreamReplaced.class) || history.has(Event.TableReplaced.class);
  }

  private boolean planned(ExportPlan.Fate fate) {
    List<ExportPlan> plans = history.setting().exports();
    return plans.stream().anyMatch(plan -> plan.fate() == fate);
  }
}
