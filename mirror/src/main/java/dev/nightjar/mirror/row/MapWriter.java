package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.MapColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.item.MemberOrder;

/** M into Map, by code point of its names. */
final class MapWriter implements ValueWriter {
  private final TextWriter keys;
  private final ValueWriter values;
  private final MemberOrder order = new MemberOrder();

  MapWriter(TextWriter keys, ValueWriter values) {
    this.keys = keys;
    this.values = values;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.M) {
      return Fit.OTHER_TYPE;
    }
    MapColumn map = (MapColumn) column;
    int count = order.sort(item, node);
    for (int i = 0; i < count; i++) {
      int member = order.node(i);
      Fit key =
          keys.writeText(
              item.nameBuffer(member), item.nameStart(member), item.nameEnd(member), map.keys());
      if (key != Fit.FITS) {
        return Fit.NOT_A_MAP_KEY;
      }
      Fit value = Elements.write(values, item, member, map.values());
      if (value != Fit.FITS) {
        return value;
      }
    }
    map.endMap();
    return Fit.FITS;
  }
}
