package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.PlainJson;
import dev.nightjar.dynamodb.json.ByteOutput;

/** Anything as text: S as it is, N by its digits, B as base64, the rest as plain JSON. */
final class StringWriter implements TextWriter {
  private final PlainJson json = new PlainJson();
  private final ByteOutput text = new ByteOutput(256);

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    StringColumn strings = (StringColumn) column;
    switch (item.type(node)) {
      case S, N, B -> {
        int start = item.valueStart(node);
        strings.append(item.valueBuffer(node), start, item.valueEnd(node) - start);
      }
      default -> {
        text.clear();
        json.write(item, node, text);
        strings.append(text.array(), 0, text.length());
      }
    }
    return Fit.FITS;
  }

  @Override
  public Fit writeText(byte[] bytes, int start, int end, Column column) {
    ((StringColumn) column).append(bytes, start, end - start);
    return Fit.FITS;
  }
}
