package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeComparison.Row;
import dev.nightjar.proving.flights.ChangeLog.Event;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the quarantine with the rows whose value does not fit, one by one. The newest generation
 * has each of them once. What an older one had in flight when it ended may have been given up
 * between the two, of an export or where the stream lost it: its rows are in and not their entries.
 *
 * <p>A table that was built beside and took another's place brought a quarantine of its own: the
 * other's is gone, and there is what the new one read before its rows reached a view. Those entries
 * are held against the writes and against its export.
 */
public final class QuarantineComparison {

  /**
   * @param number the change that wrote the image that does not fit
   */
  private record Misfit(BigInteger version, int number, boolean exported) {

    private long generation() {
      return version.shiftRight(ItemOrder.GENERATION_SHIFT).longValueExact();
    }

    @Override
    public String toString() {
      return (exported ? "the export's row" : "the row")
          + " of change "
          + number
          + " in generation "
          + generation();
    }
  }

  private final ChangeLog log;
  private final Expectation expected;
  private final long generation;
  private final Optional<LoadedExport> replacement;
  private final Optional<ExportContents> exported;
  private final Set<Misfit> shown = new HashSet<>();
  private final Set<Misfit> entries = new HashSet<>();
  private long rows;
  private long wrong;
  private Optional<String> example = Optional.empty();

  /**
   * @param generation the newest
   * @param replacement what the table was loaded from that took the place of another, if one did
   */
  public QuarantineComparison(
      ChangeLog log, Expectation expected, long generation, Optional<LoadedExport> replacement) {
    this.log = log;
    this.expected = expected;
    this.generation = generation;
    this.replacement = replacement;
    this.exported = replacement.map(export -> new ExportContents(log, export));
  }

  /**
   * What was found.
   *
   * @param rows of the quarantine
   * @param wrong how many of them are too many or missing
   * @param example the first of these in words
   */
  public record Result(long rows, long wrong, Optional<String> example) {}

  /** A row of the view, with its version; what is removed is not quarantined. */
  public void shown(Row row) {
    if (!row.event().equals(Event.REMOVE.name())) {
      misfit(row.event(), row.version().orElseThrow(), ChangeComparison.changeOf(row.record()))
          .ifPresent(shown::add);
    }
  }

  /**
   * A row of the quarantine.
   *
   * @param event as in the view
   * @param number the change that wrote its image, as the image says; 0 where it does not
   */
  public void quarantined(String event, BigInteger version, long number) {
    rows++;
    Optional<Misfit> misfit = misfit(event, version, number);
    if (misfit.isEmpty()) {
      wrong("the quarantine has an " + event + " of an image that fits, or was never written");
    } else if (!entries.add(misfit.get())) {
      wrong(misfit.get() + " is twice in the quarantine");
    }
  }

  private Optional<Misfit> misfit(String event, BigInteger version, long number) {
    boolean exported = event.equals("EXPORT");
    return log.find(number)
        .filter(
            entry -> exported ? entry.event() != Event.REMOVE : entry.event().name().equals(event))
        .filter(entry -> !Flights.fits(entry.number()))
        .map(entry -> new Misfit(version, entry.number(), exported));
  }

  /** The outcome, when all rows are in. */
  public Result result() {
    for (Misfit entry : entries) {
      if (!shown.contains(entry) && !isReplacements(entry)) {
        wrong(entry + " is in the quarantine and nowhere else");
      }
    }
    for (Misfit misfit : shown) {
      if (!entries.contains(misfit) && !mayBeGivenUp(misfit)) {
        wrong(misfit + " does not fit and is not in the quarantine");
      }
    }
    replacement.ifPresent(this::requireReplacements);
    return new Result(rows, wrong, example);
  }

  private boolean mayBeGivenUp(Misfit misfit) {
    if (replacement.filter(export -> misfit.generation() < export.generation()).isPresent()) {
      return true;
    }
    return misfit.generation() < generation
        && (misfit.exported() || expected.mayBeLost(log.find(misfit.number()).orElseThrow()));
  }

  /** Whether the table that was built beside has read it, for all that is known. */
  private boolean isReplacements(Misfit entry) {
    return replacement
        .filter(export -> entry.generation() == export.generation())
        .filter(export ->
            !entry.exported()
                || exported.orElseThrow().mayHave(log.find(entry.number()).orElseThrow()))
        .isPresent();
  }

  /** What the table that was built beside must have read. */
  private void requireReplacements(LoadedExport export) {
    BitSet certain = exported.orElseThrow().certain();
    BitSet changed = changedSince(readSince(export));
    for (Misfit entry : entries) {
      if (entry.generation() == export.generation()) {
        (entry.exported() ? certain : changed).clear(entry.number());
      }
    }
    certain.stream()
        .filter(number -> !Flights.fits(number))
        .forEach(number ->
            wrong(
                "the quarantine lacks the export's row of change "
                    + number
                    + ", which does not fit"));
    changed.stream()
        .forEach(number -> wrong("the quarantine lacks change " + number + ", which does not fit"));
  }

  /** What it reads of its stream, it reads without a gap: from its oldest entry on, or before. */
  private long readSince(LoadedExport export) {
    return entries.stream()
        .filter(entry -> entry.generation() == export.generation() && !entry.exported())
        .mapToLong(entry -> log.find(entry.number()).orElseThrow().acknowledged())
        .reduce(export.changesFrom().getEpochSecond(), Math::min);
  }

  private BitSet changedSince(long second) {
    BitSet changed = new BitSet();
    for (int number = 1; number <= log.last(); number++) {
      log.find(number)
          .filter(entry -> entry.event() != Event.REMOVE && !Flights.fits(entry.number()))
          .filter(entry -> entry.sent() > second)
          .ifPresent(entry -> changed.set(entry.number()));
    }
    return changed;
  }

  private void wrong(String what) {
    wrong++;
    example = example.or(() -> Optional.of(what));
  }
}
