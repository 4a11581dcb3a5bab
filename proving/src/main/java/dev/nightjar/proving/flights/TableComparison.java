package dev.nightjar.proving.flights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Compares what {@code SELECT … FINAL} shows with every item of a {@code Scan}: each item must be
 * there once, whole, and nothing else.
 */
public final class TableComparison {

  private static final int EXAMPLES = 5;

  private final RecordSpool records;
  private final List<String> examples = new ArrayList<>();
  private long items;
  private long differences;

  private TableComparison(RecordSpool records) {
    this.records = records;
  }

  /**
   * A row of the mirror.
   *
   * @param record the item as plain JSON
   */
  public record Row(String transactionId, String timestamp, String record) {}

  /**
   * The outcome.
   *
   * @param items how many items the scan gave
   * @param differences items without their row, rows without their item, and pairs that differ
   * @param examples some of the differences in words
   */
  public record Result(long items, long differences, List<String> examples) {

    /** Whether the mirror shows the table. */
    public boolean equal() {
      return differences == 0;
    }
  }

  /**
   * Compares the two.
   *
   * @param rows all rows of the mirror, in any order
   * @param scanned all items of the table, in any order
   * @param folder where a temporary file may lie
   */
  public static Result compare(
      Stream<Row> rows, Stream<Map<String, AttributeValue>> scanned, Path folder) {
    try (RecordSpool records = new RecordSpool(folder)) {
      TableComparison comparison = new TableComparison(records);
      rows.forEach(comparison::row);
      scanned.forEach(comparison::item);
      for (String key : records.left()) {
        comparison.differs(key + " is in the mirror and not in the table");
      }
      return new Result(comparison.items, comparison.differences, List.copyOf(comparison.examples));
    }
  }

  private void row(Row row) {
    String key = key(row.transactionId(), row.timestamp());
    if (!records.put(key, row.record())) {
      differs(key + " is twice in the mirror");
    }
  }

  private void item(Map<String, AttributeValue> item) {
    items++;
    String key = key(item.get(Flights.PARTITION_KEY).s(), item.get(Flights.SORT_KEY).s());
    Optional<String> record = records.take(key);
    if (record.isEmpty()) {
      differs(key + " is in the table and not in the mirror");
      return;
    }
    ItemComparison.difference(item, record.get())
        .ifPresent(where -> differs(key + " differs at " + where));
  }

  private void differs(String example) {
    differences++;
    if (examples.size() < EXAMPLES) {
      examples.add(example);
    }
  }

  private static String key(String transactionId, String timestamp) {
    return transactionId + " " + timestamp;
  }
}
