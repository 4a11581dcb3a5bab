package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Entry;
import dev.nightjar.proving.flights.ChangeLog.Event;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which images an export has for certain and which it may have: each item is in it as it was at a
 * moment of its own, somewhere between two moments that are known.
 */
final class ExportContents {

  private final ChangeLog log;
  private final long from;
  private final long to;
  private final Map<Integer, Integer> replaced = new HashMap<>();

  /** Of an export of the table that these writes made. */
  ExportContents(ChangeLog log, LoadedExport export) {
    this.log = log;
    this.from = export.from().getEpochSecond();
    this.to = export.to().getEpochSecond();
    for (int number = 1; number <= log.last(); number++) {
      int by = number;
      log.find(number)
          .filter(entry -> entry.previous() > 0)
          .ifPresent(entry -> replaced.put(entry.previous(), by));
    }
  }

  /** The numbers of the images that it must have. */
  BitSet certain() {
    BitSet certain = new BitSet();
    IntPredicate has =
        number ->
            log.find(number)
                .filter(entry -> entry.event() != Event.REMOVE)
                .filter(entry -> entry.acknowledged() < from)
                .isPresent();
    IntStream.rangeClosed(1, log.last())
        .filter(has)
        .filter(number -> after(number).filter(next -> next.sent() <= to).isEmpty())
        .forEach(certain::set);
    return certain;
  }

  /** Whether it may have that image. */
  boolean mayHave(Entry image) {
    return image.sent() <= to
        && after(image.number()).filter(next -> next.acknowledged() < from).isEmpty();
  }

  private Optional<Entry> after(int image) {
    return Optional.ofNullable(replaced.get(image)).flatMap(log::find);
  }
}
