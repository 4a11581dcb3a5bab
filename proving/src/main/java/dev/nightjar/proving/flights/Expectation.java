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
  private final List<Above> above;

  /** What was sent in that second or later has at least that generation. */
  private record Above(BigInteger generation, long second) {}

  private Expectation(
      long noneBefore, long allFrom, List<Span> lost, boolean healed, List<Above> above) {
    this.above = List.copyOf(above);
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

    /** Up to a moment, from the beginning of all, one stream lost what it had. */
    public static Span until(Instant to) {
      return new Span(Instant.EPOCH, to, false);
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
    return new Expectation(second, second, List.of(), false, List.of());
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
    return new Expectation(0, wholeSecond(boundary.orElse(deployed)), lost, true, List.of());
  }

  /**
   * The same where changes that an export may lack must win over its rows.
   *
   * @param generation the export's, or a lower one
   * @param certainBefore what happened before this moment it has for certain
   */
  public Expectation aboveExport(long generation, Instant certainBefore) {
    Above another = new Above(BigInteger.valueOf(generation), wholeSecond(certainBefore));
    return new Expectation(
        noneBefore,
        allFrom,
        lost,
        healed,
        Stream.concat(above.stream(), Stream.of(another)).toList());
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
    return !entry.mayBeBefore(allFrom) && lost.stream().noneMatch(span -> span.mayHold(entry));
  }

  /** Whether a change that an export may lack would lose against the export's rows. */
  boolean isBelowExport(Entry entry, BigInteger generation) {
    return above.stream()
        .filter(export -> entry.sent() >= export.second())
        .anyMatch(export -> generation.compareTo(export.generation()) < 0);
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
