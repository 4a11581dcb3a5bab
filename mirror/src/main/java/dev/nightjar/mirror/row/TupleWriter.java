package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.TupleColumn;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * M into a Tuple with names: members by name, those that it lacks (or that are NULL) as NULL or
 * empty; members that the Tuple does not name are left to {@code _record}. L into any Tuple of as
 * many elements.
 */
final class TupleWriter implements ValueWriter {
  private final ValueWriter[] writers;
  private final byte[][] names;

  /** The element's writers are in the order of the elements. */
  TupleWriter(List<TupleElement> elements, List<ValueWriter> writers) {
    this.writers = writers.toArray(ValueWriter[]::new);
    boolean named = elements.stream().allMatch(element -> element.name().isPresent());
    this.names =
        named
            ? elements.stream()
                .map(element -> element.name().orElseThrow().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new)
            : new byte[0][];
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    TupleColumn tuple = (TupleColumn) column;
    return switch (item.type(node)) {
      case M -> names.length == 0 ? Fit.OTHER_TYPE : writeMembers(item, node, tuple);
      case L -> writeList(item, node, tuple);
      default -> Fit.OTHER_TYPE;
    };
  }

  private Fit writeMembers(AttributeReader item, int map, TupleColumn tuple) {
    for (int i = 0; i < names.length; i++) {
      Fit fit = writeElement(item, item.find(map, names[i]), i, tuple);
      if (fit != Fit.FITS) {
        return fit;
      }
    }
    tuple.endTuple();
    return Fit.FITS;
  }

  private Fit writeList(AttributeReader item, int list, TupleColumn tuple) {
    if (item.childCount(list) != writers.length) {
      return Fit.OTHER_LENGTH;
    }
    int child = item.firstChild(list);
    for (int i = 0; i < writers.length; i++) {
      Fit fit = writeElement(item, child, i, tuple);
      if (fit != Fit.FITS) {
        return fit;
      }
      child = item.nextSibling(child);
    }
    tuple.endTuple();
    return Fit.FITS;
  }

  private Fit writeElement(AttributeReader item, int node, int index, TupleColumn tuple) {
    Column element = tuple.element(index);
    if (node == AttributeReader.NONE || item.type(node) == AttributeType.NULL) {
      element.appendEmpty();
      return Fit.FITS;
    }
    return writers[index].write(item, node, element);
  }
}
