package dev.nightjar.dynamodb.export;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ChangeConsumer;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The items of one verified data file, one after another. At the end their number is compared with
 * the manifest's. For one thread at a time.
 */
public final class DataFileCursor implements AutoCloseable {
  private final DataFile file;
  private final LineReader lines;
  private final ExportLine parser;
  private long items;
  private Change change;

  DataFileCursor(
      DataFile file, InputStream compressed, long firstItem, long approximateCreationTime) {
    this.file = file;
    parser = new ExportLine(approximateCreationTime);
    lines = new LineReader(compressed);
    while (items < firstItem) {
      if (!nextLine()) {
        throw miscounted();
      }
      items++;
    }
  }

  /**
   * Goes to the next item.
   *
   * @return false at the end of the file
   * @throws ExportCorruptException if an item cannot be read, or if the file ends with another
   *     number of items than the manifest says
   */
  public boolean next() {
    if (!nextLine()) {
      if (items != file.itemCount()) {
        throw miscounted();
      }
      return false;
    }
    items++;
    if (items > file.itemCount()) {
      throw miscounted();
    }
    try {
      change = parser.parse(lines.buffer(), lines.start(), lines.end());
    } catch (MalformedJsonException malformed) {
      throw new ExportCorruptException(
          file.bucket(),
          file.key(),
          "item " + (items - 1) + " is not understood: " + malformed.getMessage(),
          malformed);
    }
    return true;
  }

  private boolean nextLine() {
    try {
      return lines.next();
    } catch (IOException broken) {
      throw new ExportCorruptException(
          file.bucket(),
          file.key(),
          "after " + items + " items it cannot be decompressed: " + broken.getMessage(),
          broken);
    }
  }

  private ExportCorruptException miscounted() {
    return new ExportCorruptException(
        file.bucket(),
        file.key(),
        "it holds "
            + (items > file.itemCount() ? "more than " : "")
            + Math.min(items, file.itemCount())
            + " items, the manifest says "
            + file.itemCount());
  }

  /** The item that {@link #next} went to; valid until the next call of it. */
  public Change change() {
    return change;
  }

  /** The place of that item in its file, from 0. */
  public long item() {
    return items - 1;
  }

  /** Hands on all items that are left. */
  public void forEachRemaining(ChangeConsumer consumer) {
    while (next()) {
      consumer.accept(change);
    }
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot close the download of " + file.key(), failed);
    }
  }
}
