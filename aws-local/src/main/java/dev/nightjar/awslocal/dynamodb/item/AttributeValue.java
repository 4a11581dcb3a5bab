package dev.nightjar.awslocal.dynamodb.item;

import java.util.List;
import java.util.Map;

/**
 * A value of an item, checked and normalised: equal values are equal objects, whatever text or
 * order they came in. Immutable.
 */
public sealed interface AttributeValue
    permits Num,
        AttributeValue.Str,
        AttributeValue.Bin,
        AttributeValue.Bool,
        AttributeValue.Null,
        AttributeValue.SetOf,
        AttributeValue.ListOf,
        AttributeValue.MapOf {

  /** The data type. */
  AttributeType type();

  /** A string. */
  record Str(String value) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.S;
    }
  }

  /** A binary value. */
  record Bin(Bytes value) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.B;
    }
  }

  /** A boolean. */
  record Bool(boolean value) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.BOOL;
    }
  }

  /** NULL. */
  record Null() implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.NULL;
    }
  }

  /**
   * A set of strings, numbers or binary values.
   *
   * @param type SS, NS or BS
   * @param members at least one, each once, in ascending order
   */
  record SetOf(AttributeType type, List<AttributeValue> members) implements AttributeValue {}

  /** A list. */
  record ListOf(List<AttributeValue> elements) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.L;
    }
  }

  /**
   * A map.
   *
   * @param entries sorted by name
   */
  record MapOf(Map<String, AttributeValue> entries) implements AttributeValue {
    @Override
    public AttributeType type() {
      return AttributeType.M;
    }
  }
}
