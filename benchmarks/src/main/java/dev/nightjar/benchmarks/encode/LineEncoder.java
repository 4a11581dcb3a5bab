package dev.nightjar.benchmarks.encode;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.mirror.row.RowEncoder;
import java.io.ByteArrayOutputStream;

/**
 * Encodes a few megabytes of an export's lines, over and over, in blocks as large as the mirror's.
 */
final class LineEncoder {
  private static final long EXPORT_TIME = 1_721_900_000_000L;
  private static final int TEXT_BYTES = 8 << 20;

  /** As many as a block of the mirror has at most. */
  private static final int BLOCK_ROWS = 131_072;

  private static final int BLOCK_BYTES = 60 << 20;

  private final byte[] text;
  private final int[] ends = new int[TEXT_BYTES / 100];
  private final int count;
  private final ExportLine reader = new ExportLine(EXPORT_TIME);
  private final RowEncoder encoder;
  private final BlockBuilder rows;
  private final BlockBuilder quarantine;
  private int next;
  private int start;

  LineEncoder(ItemSize size, Dialect dialect) {
    Items items = new Items(size);
    ByteArrayOutputStream lines = new ByteArrayOutputStream(TEXT_BYTES);
    int written = 0;
    while (lines.size() < TEXT_BYTES) {
      lines.writeBytes(items.line(written));
      ends[written++] = lines.size() - 1;
    }
    this.text = lines.toByteArray();
    this.count = written;
    this.encoder = RowEncoder.of(dialect.schema());
    this.rows = encoder.rows();
    this.quarantine = encoder.quarantine();
  }

  /** How many lines there are. */
  int count() {
    return count;
  }

  /** Bytes of all lines, their ends included. */
  int bytes() {
    return text.length;
  }

  /** Encodes the next line; after the last comes the first. */
  void encodeNext() {
    int end = ends[next];
    encoder.append(reader.parse(text, start, end), 1, 0, rows, quarantine);
    start = end + 1;
    next++;
    if (next == count) {
      next = 0;
      start = 0;
    }
    if (rows.rows() >= BLOCK_ROWS || rows.bytes() >= BLOCK_BYTES) {
      rows.clear();
    }
  }

  /** Fails if a line did not become a row. */
  void check() {
    if (quarantine.rows() > 0) {
      throw new IllegalStateException("items that were meant to fit did not");
    }
  }
}
