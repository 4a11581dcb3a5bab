package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.ArrayColumn;
import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.SetOrder;

/** Lists as they are, sets in the order of their JSON, into Array. */
final class ArrayWriter implements ValueWriter {
  private final ValueWriter elements;
  private final SetOrder order = new SetOrder();

  ArrayWriter(ValueWriter elements) {
    this.elements = elements;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    ArrayColumn array = (ArrayColumn) column;
    Fit fit =
        switch (item.type(node)) {
          case L -> writeList(item, node, array.element());
          case SS, NS, BS -> writeSet(item, node, array.element());
          default -> Fit.OTHER_TYPE;
        };
    if (fit == Fit.FITS) {
      array.endArray();
    }
    return fit;
  }

  private Fit writeList(AttributeReader item, int list, Column element) {
    for (int child = item.firstChild(list);
        child != AttributeReader.NONE;
        child = item.nextSibling(child)) {
      Fit fit = Elements.write(elements, item, child, element);
      if (fit != Fit.FITS) {
        return fit;
      }
    }
    return Fit.FITS;
  }

  private Fit writeSet(AttributeReader item, int set, Column element) {
    int count = order.sort(item, set);
    for (int i = 0; i < count; i++) {
      Fit fit = elements.write(item, order.node(i), element);
      if (fit != Fit.FITS) {
        return fit;
      }
    }
    return Fit.FITS;
  }
}
