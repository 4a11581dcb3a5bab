package dev.nightjar.mirror.sample;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.scan.ItemKey;
import dev.nightjar.dynamodb.scan.ScanPage;
import dev.nightjar.dynamodb.scan.ScanRequest;
import dev.nightjar.dynamodb.scan.TableScanner;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.row.MirroredSchema;
import java.util.List;
import java.util.Optional;

/**
 * Scans the beginning of a table into its data source, page by page. The rows are those of an
 * export of generation 1. A mirror that begins on the table later takes them out ({@link
 * SampledTables}) or, where it is not known whose they are, deletes what its export has not got.
 */
public final class TableSample {
  private static final long GENERATION = 1;
  private static final long DEPTH_OF_AN_EXPORT = 0;
  private static final int PAGE = 1_000;

  private final TableScanner scanner;
  private final ClickHouse clickHouse;

  public TableSample(TableScanner scanner, ClickHouse clickHouse) {
    this.scanner = scanner;
    this.clickHouse = clickHouse;
  }

  /**
   * Takes it.
   *
   * @param keys the table's keys, as AWS describes them
   * @return how many items were scanned; those that do not fit are in the quarantine table, those
   *     that cannot be read in none
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS does not answer
   */
  public SampledItems take(
      MirrorSpec spec, MirroredSchema schema, List<KeyAttribute> keys, SampleSize size) {
    BatchBuffer buffer = new BatchBuffer(schema, GENERATION, DEPTH_OF_AN_EXPORT);
    Optional<ItemKey> after = Optional.empty();
    long items = 0;
    long bytes = 0;
    long unreadable = 0;
    do {
      int limit = (int) Math.min(PAGE, size.items() - items);
      ScanPage page = scanner.page(new ScanRequest(spec.tableArn(), 0, 1, after, limit));
      for (int i = 0; i < page.size(); i++) {
        try {
          buffer.add(page.change(i));
        } catch (MalformedJsonException _) {
          unreadable++;
        }
      }
      items += page.size();
      bytes += buffer.bytes();
      insert(spec, buffer);
      after = page.next(keys);
    } while (after.isPresent() && items < size.items() && bytes < size.bytes());
    return new SampledItems(items - unreadable, unreadable);
  }

  private void insert(MirrorSpec spec, BatchBuffer buffer) {
    if (buffer.counts().rows() > 0) {
      clickHouse.insert(Insert.of(spec.table(), buffer.rows()));
    }
    if (buffer.counts().quarantined() > 0) {
      clickHouse.insert(Insert.of(spec.quarantineTable(), buffer.quarantined()));
    }
    buffer.clear();
  }
}
