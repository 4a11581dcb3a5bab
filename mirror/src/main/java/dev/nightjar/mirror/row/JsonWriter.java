package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.item.PlainJson;
import dev.nightjar.dynamodb.json.ByteOutput;

/**
 * M into JSON, as plain JSON that ClickHouse parses. ClickHouse refuses a whole block for one text
 * that it cannot parse, so that whatever it would refuse must not fit here.
 *
 * <p>ClickHouse keeps numbers in a JSON column as Int64, UInt64 or Float64, and no NULL: that is
 * its JSON type. The digits are in {@code _record}.
 */
final class JsonWriter implements ValueWriter {
  private final PlainJson json = new PlainJson();
  private final ByteOutput text = new ByteOutput(512);
  private final JsonPaths paths = new JsonPaths();

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.M) {
      return Fit.OTHER_TYPE;
    }
    Fit numbers = JsonNumbers.check(item, node);
    if (numbers != Fit.FITS) {
      return numbers;
    }
    if (!paths.areDistinct(item, node)) {
      return Fit.SAME_PATH;
    }
    text.clear();
    json.write(item, node, text);
    if (!Utf8.isValid(text.array(), 0, text.length())) {
      return Fit.NOT_UTF8;
    }
    ((StringColumn) column).append(text.array(), 0, text.length());
    return Fit.FITS;
  }
}
