package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.request.Input;
import java.util.Collection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ReturnConsumedCapacity asks for. A write unit is 1 KB, a read unit 4 KB, half of it where
 * the read need not be consistent, twice both in transactions. Each index that a write changes
 * consumes units of its own.
 */
final class Capacity {

  private static final double WRITE_BYTES = 1024;
  private static final double READ_BYTES = 4096;

  private Capacity() {}

  private enum Wanted {
    INDEXES,
    TOTAL,
    NONE
  }

  static double write(long before, long after) {
    return Math.max(1, Math.ceil(Math.max(before, after) / WRITE_BYTES));
  }

  static double read(long bytes, boolean consistent) {
    double units = Math.max(1, Math.ceil(bytes / READ_BYTES));
    return consistent ? units : units / 2;
  }

  private static Wanted wanted(Input input) {
    return input.oneOf("ReturnConsumedCapacity", Wanted.class).orElse(Wanted.NONE);
  }

  /** Whether the request asks for it at all. */
  static boolean isWanted(Input input) {
    return wanted(input) != Wanted.NONE;
  }

  /** Adds ConsumedCapacity to the answer of an operation on one table, if it was asked for. */
  static void report(Input input, Consumed consumed, ObjectNode answer) {
    if (isWanted(input)) {
      answer.set("ConsumedCapacity", consumed.json(wanted(input) == Wanted.INDEXES));
    }
  }

  /** Adds the list of ConsumedCapacity of an operation on several tables, if it was asked for. */
  static void report(Input input, Collection<Consumed> units, ObjectNode answer) {
    if (isWanted(input)) {
      ArrayNode list = answer.putArray("ConsumedCapacity");
      units.forEach(consumed -> list.add(consumed.json(wanted(input) == Wanted.INDEXES)));
    }
  }

  /** An empty sum for a table. */
  static Consumed of(Table table) {
    return new Consumed(table, "");
  }

  /** An empty sum of a transaction for a table, which tells of reads or writes by name. */
  static Consumed ofTransaction(Table table, String member) {
    return new Consumed(table, member);
  }

  static ObjectNode units(double units, String member) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("CapacityUnits", units);
    return member.isEmpty() ? node : node.put(member, units);
  }
}
