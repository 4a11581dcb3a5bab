package dev.nightjar.server.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines of JSON, one record a line; blank lines are skipped. */
final class JsonRows {
  /** A record of more bytes is not read. */
  static final int LONGEST_RECORD = 16 << 20;

  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final StagedRows rows;
  private final JsonRecord record;
  private byte[] line = new byte[1 << 16];
  private int length;
  private boolean tooLong;
  private boolean first = true;

  JsonRows(StagedRows rows) {
    this.rows = rows;
    this.record = new JsonRecord(rows.shape());
  }

  /** Reads to the end. */
  void readLines(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          append(buffer, from, i);
          endLine();
          from = i + 1;
        }
      }
      append(buffer, from, read);
    }
    endLine();
  }

  /** Reads one record that may have several lines. */
  void readOne(InputStream in) throws IOException {
    byte[] all = in.readNBytes(LONGEST_RECORD + 1);
    append(all, 0, all.length);
    endLine();
  }

  private void append(byte[] buffer, int from, int to) {
    int more = to - from;
    if (length + more > LONGEST_RECORD) {
      tooLong = true;
      more = Math.max(0, Math.min(more, StagedRows.LONGEST_RAW - length));
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
    }
    System.arraycopy(buffer, from, line, length, more);
    length += more;
  }

  private void endLine() throws IOException {
    int from = first && startsWithBom() ? BOM.length : 0;
    first = false;
    int to = length;
    while (to > from && line[to - 1] <= ' ' && line[to - 1] >= 0) {
      to--;
    }
    if (tooLong) {
      rows.addUnreadable(
          line,
          from,
          to - from,
          "longer than " + (LONGEST_RECORD >> 20) + " MB, the most of a row");
    } else if (to > from) {
      read(from, to);
    }
    length = 0;
    tooLong = false;
    if (line.length > 1 << 20) {
      line = new byte[1 << 16];
    }
  }

  private void read(int from, int to) throws IOException {
    try {
      rows.add(record.read(line, from, to - from));
    } catch (JsonRecord.UnreadableException e) {
      rows.addUnreadable(line, from, to - from, e.getMessage());
    }
  }

  private boolean startsWithBom() {
    return length >= BOM.length && Arrays.equals(line, 0, BOM.length, BOM, 0, BOM.length);
  }
}
