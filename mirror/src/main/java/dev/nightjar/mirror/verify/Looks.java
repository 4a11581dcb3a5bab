package dev.nightjar.mirror.verify;

import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.verify.Difference.Kind;
import dev.nightjar.mirror.verify.Settlement.Verdict;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at suspected keys again until each is settled. A key really differs when two looks in a row
 * find it so.
 */
final class Looks {
  private static final int MOST = 8;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** A table of no more segments is scanned as a whole for a row without an item. */
  private static final int FEW_SEGMENTS = 4;

  /** Rows without an item whose segments are searched for; the others stay unsettled. */
  private static final int MOST_SEARCHED = 1000;

  /** Waits until the mirror has everything that was written before a moment. */
  interface CatchUp {
    void await(Instant moment) throws InterruptedException;
  }

  /**
   * What came of them.
   *
   * @param different the keys that really differ, by id
   * @param unsettled how many changed whenever they were looked at
   */
  record Settled(Map<String, Kind> different, long unsettled) {}

  private final TableScan scan;
  private final Scratch scratch;
  private final SegmentPlan plan;
  private final Ghosts ghosts;
  private final CatchUp catchUp;
  private final Tracker tracker;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Map<String, Kind> different = new LinkedHashMap<>();
  private final Map<String, List<Integer>> open = new LinkedHashMap<>();
  private final Set<String> doubted = new HashSet<>();
  private int searched;
  private long notSearched;

  Looks(
      TableScan scan,
      Scratch scratch,
      SegmentPlan plan,
      Ghosts ghosts,
      CatchUp catchUp,
      Tracker tracker,
      Clock clock,
      Sleeper sleeper) {
    this.scan = scan;
    this.scratch = scratch;
    this.plan = plan;
    this.ghosts = ghosts;
    this.catchUp = catchUp;
    this.tracker = tracker;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  Settled settle(List<Suspect> suspects) throws InterruptedException {
    scratch.keepSuspects();
    tracker.lookingAgain(1, suspects.size());
    for (Suspect suspect : suspects) {
      segmentsOf(suspect)
          .ifPresentOrElse(segments -> open.put(suspect.id(), segments), () -> notSearched++);
    }
    Duration pause = FIRST_PAUSE;
    for (int look = 1; look <= MOST && !open.isEmpty(); look++) {
      tracker.lookingAgain(look, open.size());
      look(look);
      if (!open.isEmpty()) {
        sleeper.sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
    return new Settled(different, open.size() + notSearched);
  }

  private Optional<List<Integer>> segmentsOf(Suspect suspect) throws InterruptedException {
    if (suspect.segment().isPresent()) {
      return Optional.of(List.of(suspect.segment().getAsInt()));
    }
    if (!plan.whole()) {
      return scratch.partitionSegment(suspect.id()).map(List::of);
    }
    if (plan.total() <= FEW_SEGMENTS) {
      return Optional.of(plan.chosen());
    }
    if (++searched > MOST_SEARCHED) {
      return Optional.empty();
    }
    Optional<String> record = scratch.record(suspect.id());
    if (record.isEmpty()) {
      // The row is gone by now, as the item is; the first segment shows that as well as another.
      return Optional.of(List.of(0));
    }
    List<Integer> segments = ghosts.segments(record.get());
    return Optional.of(segments.isEmpty() ? plan.chosen() : segments);
  }

  private void look(int number) throws InterruptedException {
    Map<String, BigInteger> before = scratch.versions();
    NavigableSet<Integer> segments = new TreeSet<>();
    open.values().forEach(segments::addAll);
    scan.scan(List.copyOf(segments), number);
    catchUp.await(clock.instant());
    Map<String, String> rows = scratch.rowsOfSuspects();
    Map<String, BigInteger> after = scratch.versions();
    Map<String, String> items = scratch.itemsOfSuspects(number);
    for (String id : new ArrayList<>(open.keySet())) {
      Optional<String> item = Optional.ofNullable(items.get(id));
      Optional<String> row = Optional.ofNullable(rows.get(id));
      Verdict verdict =
          Settlement.judge(
              Optional.ofNullable(before.get(id)), item, row, Optional.ofNullable(after.get(id)));
      conclude(id, verdict, kind(item, row));
    }
  }

  private void conclude(String id, Verdict verdict, Kind kind) {
    switch (verdict) {
      case EQUAL -> open.remove(id);
      case CHANGED -> doubted.remove(id);
      case DIFFERENT -> {
        if (!doubted.add(id)) {
          different.put(id, kind);
          open.remove(id);
        }
      }
    }
  }

  private static Kind kind(Optional<String> item, Optional<String> row) {
    if (item.isEmpty()) {
      return Kind.EXTRA_ROW;
    }
    return row.isEmpty() ? Kind.MISSING_ROW : Kind.OTHER_VALUES;
  }
}
