package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.expression.Projection;
import dev.nightjar.awslocal.dynamodb.item.ItemWriter;
import dev.nightjar.awslocal.dynamodb.item.JsonBytes;
import dev.nightjar.awslocal.dynamodb.item.RawJson;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Items in answers. */
final class Items {

  private Items() {}

  /** An item, or some paths of it. */
  static JsonNode node(StoredItem item, Optional<Projection> projection) {
    return RawJson.node(bytes(item, projection));
  }

  /** A list of items, or of some paths of them. */
  static JsonNode array(List<StoredItem> items, Optional<Projection> projection) {
    var out = new JsonBytes(items.stream().mapToInt(item -> item.json().length + 1).sum() + 2);
    out.put('[');
    for (int at = 0; at < items.size(); at++) {
      if (at > 0) {
        out.put(',');
      }
      out.bytes(bytes(items.get(at), projection));
    }
    return RawJson.node(out.put(']').toArray());
  }

  private static byte[] bytes(StoredItem item, Optional<Projection> projection) {
    return projection.isEmpty()
        ? item.json()
        : ItemWriter.SORTED.write(projection.get().of(item.item()));
  }
}
