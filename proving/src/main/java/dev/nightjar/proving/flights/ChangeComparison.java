package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Entry;
import dev.nightjar.proving.flights.ChangeLog.Event;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JacksonException;

/**
 * Compares the rows that a materialized view kept of every change with the writes that were
 * acknowledged. A row stands for the write of its event whose image it holds: the new image, for a
 * REMOVE the old one. Each image is compared whole, the old one of a MODIFY too.
 *
 * <p>Writes from before the boundary are in the export and have no row. The stream's times are
 * whole seconds somewhere between a request and its answer; a write that was under way when the
 * boundary's second began counts if its row is there and does not count if it is not.
 */
public final class ChangeComparison {

  private static final int EXAMPLES = 5;

  private final Flights flights;
  private final ChangeLog log;
  private final Expectation expected;
  private final BitSet seen = new BitSet();
  private final ItemOrder order = new ItemOrder();
  private final ExportRows exports;
  private final List<String> examples = new ArrayList<>();
  private long exportRows;
  private long changeRows;
  private long duplicated;
  private long unexpected;
  private long ofTooOldGeneration;

  /**
   * @param boundary the mirror's boundary: what happened in that second or later has a row
   */
  public ChangeComparison(Flights flights, ChangeLog log, Instant boundary) {
    this(flights, log, Expectation.of(boundary));
  }

  /**
   * @param expected which writes must have a row
   */
  public ChangeComparison(Flights flights, ChangeLog log, Expectation expected) {
    this.flights = flights;
    this.log = log;
    this.expected = expected;
    this.exports = new ExportRows(flights, log, expected.export());
  }

  /**
   * One row of the view.
   *
   * @param event the stream's name for it, or EXPORT
   * @param record the new image; empty for a REMOVE
   * @param oldRecord the old image, if there was one
   * @param version what decides which row of an item is the newest; empty where that is not looked
   *     at
   */
  public record Row(
      String transactionId,
      String timestamp,
      String event,
      String record,
      Optional<String> oldRecord,
      Optional<BigInteger> version) {

    /** A row whose version is not looked at. */
    public Row(
        String transactionId,
        String timestamp,
        String event,
        String record,
        Optional<String> oldRecord) {
      this(transactionId, timestamp, event, record, oldRecord, Optional.empty());
    }
  }

  /**
   * The outcome.
   *
   * @param exportRows rows of exports
   * @param changes writes that must have a row
   * @param changeRows rows of changes
   * @param lost writes without their row, and items of the export without theirs
   * @param duplicated rows that stand for a write that had one already, and rows of an export, or
   *     of an item that was found deleted, that have the version of another
   * @param outOfOrder changes of an item whose version is not above that of the item's change
   *     before; where that is another stream's, whose generation is below; and those of a
   *     generation before the one that they must have
   * @param unexpected rows that stand for no write, or hold another image than was written, or than
   *     the export may have
   * @param examples some of the differences in words
   */
  public record Result(
      long exportRows,
      long changes,
      long changeRows,
      long lost,
      long duplicated,
      long outOfOrder,
      long unexpected,
      List<String> examples) {

    /** Whether that is so but for rows that are there more than once. */
    public boolean equalButForDoubles() {
      return lost == 0 && outOfOrder == 0 && unexpected == 0;
    }

    /** Whether every write has its row and every row its write. */
    public boolean equal() {
      return lost == 0
          && duplicated == 0
          && outOfOrder == 0
          && unexpected == 0
          && changes == changeRows;
    }
  }

  /** Takes in a row; the order of rows does not matter. */
  public void add(Row row) {
    if (row.event().equals("EXPORT")) {
      exportRows++;
      row.version().ifPresent(version -> exported(row, version));
      return;
    }
    if (expected.tombstones() && isTombstone(row)) {
      foundDeleted(row, row.version().orElseThrow());
      return;
    }
    changeRows++;
    Optional<Entry> write = writeOf(row);
    if (write.isEmpty()) {
      unexpected++;
      example(row.event() + " of " + row.transactionId() + " stands for no write");
      return;
    }
    Entry entry = write.get();
    Optional<String> difference = difference(entry, row);
    if (difference.isPresent()) {
      unexpected++;
      example(row.event() + " of " + row.transactionId() + ": " + difference.get());
    } else if (expected.forbids(entry)) {
      unexpected++;
      example(row.event() + " of " + row.transactionId() + " is from before the boundary");
    } else if (seen.get(entry.number())) {
      duplicated++;
      example(row.event() + " of " + row.transactionId() + " is there more than once");
    } else {
      seen.set(entry.number());
      row.version().ifPresent(version -> versioned(entry, row, version));
    }
  }

  private void versioned(Entry entry, Row row, BigInteger version) {
    order.add(entry, version);
    if (expected.isOfTooOldGeneration(entry, version.shiftRight(ItemOrder.GENERATION_SHIFT))) {
      ofTooOldGeneration++;
      example(row.event() + " of " + row.transactionId() + " is of too old a generation");
    }
  }

  /** Its version is the lowest of its generation. */
  private static boolean isTombstone(Row row) {
    return row.event().equals(Event.REMOVE.name())
        && row.version()
            .filter(version -> version.getLowestSetBit() >= ItemOrder.GENERATION_SHIFT)
            .isPresent();
  }

  private void exported(Row row, BigInteger version) {
    Optional<Entry> image =
        log.find(changeOf(row.record()))
            .filter(entry -> entry.event() != Event.REMOVE)
            .filter(entry -> isOf(entry, row))
            .filter(entry ->
                ItemComparison.difference(image(entry.item(), entry.number()), row.record())
                    .isEmpty());
    if (!exports.isFirst(row, version)) {
      duplicated++;
      example("the export's row of " + row.transactionId() + " is there more than once");
    } else if (image.isEmpty()) {
      unexpected++;
      example("the export's row of " + row.transactionId() + " holds no image that was written");
    } else if (!exports.mayShow(image.get(), version)) {
      unexpected++;
      example("the export's row of " + row.transactionId() + " holds what the export cannot have");
    }
  }

  private void foundDeleted(Row row, BigInteger version) {
    if (!exports.isFirst(row, version)) {
      duplicated++;
      example(row.transactionId() + " was found deleted more than once");
    } else if (exports.isThere(row, version)) {
      unexpected++;
      example(row.transactionId() + " was found deleted, and is in the export");
    }
  }

  /** The outcome, when all rows are in. */
  public Result result() {
    long changes = 0;
    long lost = 0;
    for (int number = 1; number <= log.last(); number++) {
      Optional<Entry> entry = log.find(number);
      if (entry.isEmpty()) {
        continue;
      }
      if (seen.get(number)) {
        changes++;
      } else if (expected.demands(entry.get())) {
        changes++;
        lost++;
        example(
            entry.get().event()
                + " of "
                + flights.transactionId(entry.get().item())
                + " is lost (change "
                + number
                + ")");
      }
    }
    for (int number : exports.lost().stream().toArray()) {
      lost++;
      example("the export's row of change " + number + " is lost");
    }
    List<Entry> outOfOrder = order.outOfOrder(expected::mayBeOfTwoStreams);
    outOfOrder.forEach(entry ->
        example(
            "change "
                + entry.number()
                + " of "
                + flights.transactionId(entry.item())
                + " does not win over the one before"));
    return new Result(
        exportRows,
        changes,
        changeRows,
        lost,
        duplicated,
        outOfOrder.size() + ofTooOldGeneration,
        unexpected,
        List.copyOf(examples));
  }

  private Optional<Entry> writeOf(Row row) {
    if (row.event().equals(Event.REMOVE.name())) {
      return log.removalOf(changeOf(row.oldRecord().orElse("")));
    }
    return log.find(changeOf(row.record()))
        .filter(entry -> entry.event().name().equals(row.event()));
  }

  private Optional<String> difference(Entry entry, Row row) {
    if (!isOf(entry, row)) {
      return Optional.of("another key than was written");
    }
    Optional<String> difference =
        entry.event() == Event.REMOVE
            ? row.record().isEmpty() ? Optional.empty() : Optional.of("_record is not empty")
            : ItemComparison.difference(image(entry.item(), entry.number()), row.record());
    return difference.or(() -> oldDifference(entry, row));
  }

  private boolean isOf(Entry entry, Row row) {
    return flights.transactionId(entry.item()).equals(row.transactionId())
        && flights.timestamp(entry.item()).equals(row.timestamp());
  }

  private Optional<String> oldDifference(Entry entry, Row row) {
    if (entry.event() == Event.INSERT) {
      return row.oldRecord().map(old -> "an INSERT with an _old_record");
    }
    Map<String, AttributeValue> old = image(entry.item(), entry.previous());
    return row.oldRecord()
        .map(text -> ItemComparison.difference(old, text).map(where -> "_old_record " + where))
        .orElse(Optional.of("no _old_record"));
  }

  private Map<String, AttributeValue> image(int item, int number) {
    return log.expiring(number)
        .map(second -> flights.expiring(item, number, second))
        .orElseGet(() -> flights.image(item, number));
  }

  /** The number of the change that wrote an image; 0 where it holds none. */
  static long changeOf(String image) {
    try {
      return PlainJson.parse(image) instanceof Map<?, ?> members
              && members.get(Flights.CHANGE) instanceof PlainJson.Digits(String digits)
              && digits.matches("\\d{1,9}")
          ? Long.parseLong(digits)
          : 0;
    } catch (JacksonException | IllegalArgumentException e) {
      return 0;
    }
  }

  private void example(String text) {
    if (examples.size() < EXAMPLES) {
      examples.add(text);
    }
  }
}
