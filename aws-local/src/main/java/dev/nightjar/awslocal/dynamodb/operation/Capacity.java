package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.request.Input;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ReturnConsumedCapacity asks for. A write unit is 1 KB, a read unit 4 KB, half of it where
 * the read need not be consistent, twice both in transactions.
 */
final class Capacity {

  private static final double WRITE_BYTES = 1024;
  private static final double READ_BYTES = 4096;

  private Capacity() {}

  private enum Wanted {
    NONE,
    TOTAL,
    INDEXES
  }

  static double write(long before, long after) {
    return Math.max(1, Math.ceil(Math.max(before, after) / WRITE_BYTES));
  }

  static double read(long bytes, boolean consistent) {
    double units = Math.max(1, Math.ceil(bytes / READ_BYTES));
    return consistent ? units : units / 2;
  }

  static boolean wanted(Input input) {
    return input.oneOf("ReturnConsumedCapacity", Wanted.class).orElse(Wanted.NONE) != Wanted.NONE;
  }

  /** Adds ConsumedCapacity to the answer of an operation on one table, if it was asked for. */
  static void report(Input input, Table table, double units, ObjectNode answer) {
    if (wanted(input)) {
      write(table, units, answer.putObject("ConsumedCapacity"));
    }
  }

  /** Adds the list of ConsumedCapacity of an operation on several tables, if it was asked for. */
  static void report(Input input, Map<Table, Double> units, ObjectNode answer) {
    if (wanted(input)) {
      ArrayNode list = answer.putArray("ConsumedCapacity");
      units.forEach((table, consumed) -> write(table, consumed, list.addObject()));
    }
  }

  /** The units of each table for some writes. */
  static Map<Table, Double> writes(Collection<ItemWrite> writes, double each) {
    Map<Table, Double> units = new LinkedHashMap<>();
    writes.forEach(write -> units.merge(write.table(), each, Double::sum));
    return units;
  }

  private static void write(Table table, double units, ObjectNode to) {
    to.put("TableName", table.definition().arn().name());
    to.put("CapacityUnits", units);
  }
}
