package dev.nightjar.dynamodb.scan;

import dev.nightjar.dynamodb.item.AttributePath;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The primary key of an item.
 *
 * @param values one for each key attribute
 */
public record ItemKey(List<Value> values) {

  /**
   * A key attribute's value.
   *
   * @param name the attribute
   * @param type its scalar type
   * @param text its string, its number's digits, or its binary in base64
   */
  public record Value(String name, ScalarType type, String text) {}

  /** Copies the list. */
  public ItemKey {
    values = List.copyOf(values);
  }

  /**
   * Reads the key attributes of an item, or of a key, in typed JSON.
   *
   * @throws MalformedJsonException if it is none, or lacks one of them
   */
  public static ItemKey read(byte[] bytes, int start, int end, List<KeyAttribute> keys) {
    AttributeReader reader = new AttributeReader();
    reader.read(bytes, start, end);
    List<Value> values = new ArrayList<>();
    for (KeyAttribute key : keys) {
      int node = reader.find(AttributePath.of(key.name()));
      if (node == AttributeReader.NONE || reader.type(node) != type(key.type())) {
        throw new MalformedJsonException(
            "the key attribute " + key.name() + " is not there as " + key.type(), start);
      }
      byte[] value =
          Arrays.copyOfRange(
              reader.valueBuffer(node), reader.valueStart(node), reader.valueEnd(node));
      values.add(new Value(key.name(), key.type(), new String(value, StandardCharsets.UTF_8)));
    }
    return new ItemKey(values);
  }

  private static AttributeType type(ScalarType type) {
    return switch (type) {
      case S -> AttributeType.S;
      case N -> AttributeType.N;
      case B -> AttributeType.B;
    };
  }
}
