package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.operation.ItemWrite.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The capacity that a request consumed of one table and its indexes. Used by one thread. */
final class Consumed {

  private final Table table;
  private final String member;
  private final Map<SecondaryIndex, Double> indexes = new LinkedHashMap<>();
  private double ofTable;

  /**
   * @param member {@code ReadCapacityUnits} or {@code WriteCapacityUnits}, which transactions
   *     answer besides the sum; empty for other requests
   */
  Consumed(Table table, String member) {
    this.table = table;
    this.member = member;
  }

  Consumed read(double units) {
    ofTable += units;
    return this;
  }

  /** A read of an index. */
  Consumed read(SecondaryIndex index, double units) {
    indexes.merge(index, units, Double::sum);
    return this;
  }

  /** A write of the table and of those indexes in which it changes something. */
  Consumed write(Outcome outcome, double factor) {
    ofTable += factor * Capacity.write(outcome.before().size(), outcome.after().size());
    if (!table.definition().indexes().isEmpty()) {
      Item before = outcome.before().item();
      Item after = outcome.after().item();
      for (SecondaryIndex index : table.definition().indexes()) {
        double units = factor * indexUnits(index, before, after);
        if (units > 0) {
          indexes.merge(index, units, Double::sum);
        }
      }
    }
    return this;
  }

  /**
   * An entry that is new, gone or changed is one write; one that moves is two ("Provisioned
   * throughput considerations for global secondary indexes").
   */
  private double indexUnits(SecondaryIndex index, Item before, Item after) {
    KeySchema own = table.definition().keys();
    boolean was = index.keys().indexes(before);
    boolean is = index.keys().indexes(after);
    int sizeBefore = was ? index.project(before, own).size() : 0;
    int sizeAfter = is ? index.project(after, own).size() : 0;
    if (was && is) {
      if (!index.keys().project(before).equals(index.keys().project(after))) {
        return Capacity.write(sizeBefore, 0) + Capacity.write(0, sizeAfter);
      }
      return index.project(before, own).equals(index.project(after, own))
          ? 0
          : Capacity.write(sizeBefore, sizeAfter);
    }
    return was || is ? Capacity.write(sizeBefore, sizeAfter) : 0;
  }

  /** The ConsumedCapacity. */
  ObjectNode json(boolean withIndexes) {
    double total = ofTable + indexes.values().stream().mapToDouble(Double::doubleValue).sum();
    ObjectNode node = Capacity.units(total, member);
    node.put("TableName", table.definition().arn().name());
    if (withIndexes) {
      node.set("Table", Capacity.units(ofTable, member));
      add(node, "LocalSecondaryIndexes", false);
      add(node, "GlobalSecondaryIndexes", true);
    }
    return node;
  }

  private void add(ObjectNode node, String name, boolean global) {
    indexes.forEach((index, units) -> {
      if (index.global() == global) {
        ObjectNode all = node.has(name) ? (ObjectNode) node.get(name) : node.putObject(name);
        all.set(index.name(), Capacity.units(units, member));
      }
    });
  }
}
