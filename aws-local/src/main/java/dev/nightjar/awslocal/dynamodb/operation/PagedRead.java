package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.ItemPage;
import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.expression.Conditions;
import dev.nightjar.awslocal.dynamodb.expression.Projection;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValueReader;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.RawJson;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.key.KeyAttribute;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Query and Scan share: one page of a table or an index. Limit and the megabyte count what is
 * read, before the filter.
 */
final class PagedRead {

  private static final int PAGE_BYTES = 1024 * 1024;

  private final Input input;
  private final Table table;
  private final RequestExpressions expressions;
  private final Optional<SecondaryIndex> index;
  private final boolean count;

  PagedRead(Input input, Table table, RequestExpressions expressions) {
    this.input = input;
    this.table = table;
    this.expressions = expressions;
    this.index = input.string("IndexName").map(this::index);
    this.count = select() == Select.COUNT;
  }

  /** The key that the read goes by: the table's or the index's. */
  KeySchema keys() {
    return index.map(SecondaryIndex::keys).orElse(table.definition().keys());
  }

  /** The request's ExclusiveStartKey. */
  Optional<ItemKey> start() {
    return input.node("ExclusiveStartKey").map(AttributeValueReader::readItem).map(this::place);
  }

  /** The answer: the next page of a range. */
  ObjectNode read(KeyRange range, boolean forward) {
    int limit = input.integer("Limit", 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
    ItemPage page =
        table.page(index.map(SecondaryIndex::name), range, start(), forward, limit, PAGE_BYTES);
    List<StoredItem> kept =
        expressions
            .filter()
            .map(filter ->
                page.items().stream()
                    .filter(item -> Conditions.holds(filter, item.item()))
                    .toList())
            .orElse(page.items());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!count) {
      answer.set("Items", Items.array(kept, projection()));
    }
    answer.put("Count", kept.size());
    answer.put("ScannedCount", page.items().size());
    if (page.more()) {
      answer.set("LastEvaluatedKey", RawJson.node(startKey(page.items().getLast().item())));
    }
    long bytes = page.items().stream().mapToLong(StoredItem::size).sum();
    double units = Capacity.read(bytes, input.bool("ConsistentRead"));
    Consumed consumed = Capacity.of(table);
    Capacity.report(
        input,
        index.map(used -> consumed.read(used, units)).orElseGet(() -> consumed.read(units)),
        answer);
    return answer;
  }

  private SecondaryIndex index(String name) {
    SecondaryIndex found =
        table
            .definition()
            .index(name)
            .orElseThrow(
                () -> AwsError.validation("The table does not have the specified index: " + name));
    requireProjected(found);
    if (found.global() && input.bool("ConsistentRead")) {
      throw AwsError.validation("Consistent reads are not supported on global secondary indexes");
    }
    return found;
  }

  private void requireProjected(SecondaryIndex found) {
    boolean all = input.string("Select").filter("ALL_ATTRIBUTES"::equals).isPresent();
    if (found.global() && all && !found.projectionType().equals("ALL")) {
      throw AwsError.validation(
          "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported"
              + " for global secondary index "
              + found.name()
              + " because its projection type is not ALL");
    }
  }

  private Select select() {
    Optional<Select> stated = input.oneOf("Select", Select.class);
    boolean projected = expressions.projection().isPresent();
    if (projected && stated.isPresent() && stated.get() != Select.SPECIFIC_ATTRIBUTES) {
      throw AwsError.validation(
          "Cannot specify the ProjectionExpression when choosing to get " + stated.get());
    }
    if (!projected && stated.filter(Select.SPECIFIC_ATTRIBUTES::equals).isPresent()) {
      throw AwsError.validation(
          "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
              + " SPECIFIC_ATTRIBUTES");
    }
    if (index.isEmpty() && stated.filter(Select.ALL_PROJECTED_ATTRIBUTES::equals).isPresent()) {
      throw AwsError.validation(
          "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    }
    return stated.orElse(Select.ALL_ATTRIBUTES);
  }

  private Optional<Projection> projection() {
    if (expressions.projection().isPresent() || index.isEmpty()) {
      return expressions.projection();
    }
    SecondaryIndex used = index.get();
    boolean wholeItems =
        used.projectionType().equals("ALL")
            || !used.global()
                && input.string("Select").filter("ALL_ATTRIBUTES"::equals).isPresent();
    if (wholeItems) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(keyNames());
    names.addAll(used.nonKeyAttributes());
    return Optional.of(Projection.ofAttributes(names));
  }

  private ItemKey place(Item start) {
    KeySchema own = table.definition().keys();
    if (!start.attributes().keySet().equals(keyNames())) {
      throw AwsError.validation("The provided starting key is invalid");
    }
    if (!own.fits(start) || !keys().fits(start)) {
      throw AwsError.validation(
          "The provided starting key is invalid: The provided key element does not match the"
              + " schema");
    }
    ItemKey key = own.ofKey(own.project(start));
    return index.map(used -> used.keys().keyOf(start).followedBy(key)).orElse(key);
  }

  private Item startKey(Item last) {
    Map<String, AttributeValue> key = new HashMap<>();
    for (String name : keyNames()) {
      last.get(name).ifPresent(value -> key.put(name, value));
    }
    return Item.of(key);
  }

  private Set<String> keyNames() {
    Set<String> names = new TreeSet<>();
    table.definition().keys().attributes().stream().map(KeyAttribute::name).forEach(names::add);
    keys().attributes().stream().map(KeyAttribute::name).forEach(names::add);
    return names;
  }
}
