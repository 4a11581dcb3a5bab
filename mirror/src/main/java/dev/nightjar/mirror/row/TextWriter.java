package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;

/** A writer whose values may also be the names of a map's members. */
interface TextWriter extends ValueWriter {

  /**
   * Appends the value that a text stands for.
   *
   * @param text UTF-8, of which {@code [start, end)} counts
   * @return why it does not fit
   */
  Fit writeText(byte[] text, int start, int end, Column column);
}
