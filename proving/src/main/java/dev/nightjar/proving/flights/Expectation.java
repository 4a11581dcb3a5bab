package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Entry;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of the writes a mirror must show as changes. Times are the writers' clock; the stream's are
 * whole seconds somewhere between a request and its answer.
 */
public final class Expectation {
  private final long noneBefore;
  private final long allFrom;
  private final List<Span> lost;
  private final boolean healed;
  private final List<Floor> floors;
  private final Optional<LoadedExport> export;

  /** What was sent in that second or later has at least that generation. */
  private record Floor(BigInteger generation, long second) {}

  private Expectation(
      long noneBefore,
      long allFrom,
      List<Span> lost,
      boolean healed,
      List<Floor> floors,
      Optional<LoadedExport> export) {
    this.floors = List.copyOf(floors);
    this.export = export;
    this.noneBefore = noneBefore;
    this.allFrom = allFrom;
    this.lost = List.copyOf(lost);
    this.healed = healed;
  }

  /**
   * A time in which the stream had changes that it lost, or had none at all.
   *
   * @param from its first moment
   * @param to its last one
   * @param endsStream whether another stream follows it
   */
  public record Span(Instant from, Instant to, boolean endsStream) {

    /**
     * At a moment, one stream lost what it had.
     *
     * @param from what was acknowledged before this was read by then, and is not lost by that
     */
    public static Span trimmed(Instant from, Instant to) {
      return new Span(from, to, false);
    }

    /** Between the end of one stream and the beginning of another. */
    public static Span betweenStreams(Instant from, Instant to) {
      return new Span(from, to, true);
    }

    private boolean mayPart(Entry before, Entry after) {
      return endsStream
          && before.sent() <= to.getEpochSecond()
          && after.acknowledged() >= from.getEpochSecond();
    }

    private boolean mayHold(Entry entry) {
      return entry.sent() <= to.getEpochSecond() && entry.acknowledged() >= from.getEpochSecond();
    }
  }

  /**
   * Of a mirror that was loaded once.
   *
   * @param boundary what happened in that second or later has a row, and nothing from before
   */
  public static Expectation of(Instant boundary) {
    long second = wholeSecond(boundary);
    return new Expectation(second, second, List.of(), false, List.of(), Optional.empty());
  }

  /**
   * Of a mirror that was loaded more than once: what the first load left out may have come later,
   * and rows of what was found deleted stand for no write.
   *
   * @param boundary of its first load; empty where that is not known
   * @param deployed when it was deployed, which is after the boundary
   * @param lost when changes were lost to the stream: they may have no row
   */
  public static Expectation healed(Optional<Instant> boundary, Instant deployed, List<Span> lost) {
    return new Expectation(
        0, wholeSecond(boundary.orElse(deployed)), lost, true, List.of(), Optional.empty());
  }

  /**
   * The same where later changes rank above what came before.
   *
   * @param generation the least that they may have
   * @param from what was sent at this moment or later is meant
   */
  public Expectation atLeast(long generation, Instant from) {
    Floor least = new Floor(BigInteger.valueOf(generation), wholeSecond(from));
    List<Floor> all = Stream.concat(floors.stream(), Stream.of(least)).toList();
    return new Expectation(noneBefore, allFrom, lost, healed, all, export);
  }

  /** The same with the rows of an export. */
  public Expectation loadedFrom(LoadedExport loaded) {
    return new Expectation(noneBefore, allFrom, lost, healed, floors, Optional.of(loaded));
  }

  /** Rounded up: the stream's whole second must not lie before it. */
  private static long wholeSecond(Instant time) {
    return time.plusNanos(999_999_999).getEpochSecond();
  }

  /** Whether it can have no row. */
  boolean forbids(Entry entry) {
    return entry.isBefore(noneBefore);
  }

  /** Whether it must have a row. */
  boolean demands(Entry entry) {
    return !entry.mayBeBefore(allFrom) && !mayBeLost(entry);
  }

  /** Whether it may have no row, or be given up half way, for the stream lost it. */
  boolean mayBeLost(Entry entry) {
    return lost.stream().anyMatch(span -> span.mayHold(entry));
  }

  /** Whether a change is of an older generation than it must be of. */
  boolean isOfTooOldGeneration(Entry entry, BigInteger generation) {
    return floors.stream()
        .filter(least -> entry.sent() >= least.second())
        .anyMatch(least -> generation.compareTo(least.generation()) < 0);
  }

  /** The export whose rows must be there. */
  Optional<LoadedExport> export() {
    return export;
  }

  /** Whether one stream may have had the earlier and another one the later change. */
  boolean mayBeOfTwoStreams(Entry before, Entry after) {
    return lost.stream().anyMatch(span -> span.mayPart(before, after));
  }

  /** Whether there may be rows of what was found deleted. */
  boolean tombstones() {
    return healed;
  }
}
