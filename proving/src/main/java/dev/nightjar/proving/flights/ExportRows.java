package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeComparison.Row;
import dev.nightjar.proving.flights.ChangeLog.Entry;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that stand for no change: what exports had, and what later exports no longer had. They
 * are held against the export that the newest load came from.
 */
final class ExportRows {

  private final Optional<LoadedExport> export;
  private final Optional<ExportContents> contents;
  private final BitSet certain;
  private final Set<String> certainKeys = new HashSet<>();
  private final BitSet shown = new BitSet();
  private final Set<String> rows = new HashSet<>();

  /**
   * @param export whose rows must be there; empty where that is not known
   */
  ExportRows(Flights flights, ChangeLog log, Optional<LoadedExport> export) {
    this.export = export;
    this.contents = export.map(loaded -> new ExportContents(log, loaded));
    this.certain = contents.map(ExportContents::certain).orElseGet(BitSet::new);
    certain.stream()
        .mapToObj(number -> log.find(number).orElseThrow())
        .forEach(entry ->
            certainKeys.add(
                key(flights.transactionId(entry.item()), flights.timestamp(entry.item()))));
  }

  /** Whether there was none with that key and version yet. */
  boolean isFirst(Row row, BigInteger version) {
    return rows.add(row.event() + " " + key(row.transactionId(), row.timestamp()) + " " + version);
  }

  /**
   * A row of an export.
   *
   * @param image the write of the image that it holds
   * @return whether its export may have that image
   */
  boolean mayShow(Entry image, BigInteger version) {
    if (!isOfExport(version)) {
      return true;
    }
    shown.set(image.number());
    return contents.orElseThrow().mayHave(image);
  }

  /** Whether an item that the export has for certain was taken for deleted. */
  boolean isThere(Row tombstone, BigInteger version) {
    return isOfExport(version)
        && certainKeys.contains(key(tombstone.transactionId(), tombstone.timestamp()));
  }

  /** The numbers of the images that the export has for certain and no row shows. */
  BitSet lost() {
    BitSet lost = (BitSet) certain.clone();
    lost.andNot(shown);
    return lost;
  }

  private boolean isOfExport(BigInteger version) {
    BigInteger generation = version.shiftRight(ItemOrder.GENERATION_SHIFT);
    return export
        .filter(loaded -> generation.equals(BigInteger.valueOf(loaded.generation())))
        .isPresent();
  }

  private static String key(String transactionId, String timestamp) {
    return transactionId + " " + timestamp;
  }
}
