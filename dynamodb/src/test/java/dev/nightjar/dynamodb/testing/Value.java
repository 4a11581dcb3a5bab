package dev.nightjar.dynamodb.testing;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An attribute as a test states it: what DynamoDB holds, without the order in which it is sent. */
public sealed interface Value {

  /** S. */
  record Text(String text) implements Value {}

  /** A number with the digits that DynamoDB prints. */
  record Numeric(String digits) implements Value {
    /** Its value. */
    public BigDecimal exact() {
      return new BigDecimal(digits);
    }
  }

  /** B. */
  record Binary(List<Byte> bytes) implements Value {
    /** The same as an array. */
    public byte[] toArray() {
      byte[] array = new byte[bytes.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = bytes.get(i);
      }
      return array;
    }

    /** As DynamoDB sends it. */
    public String base64() {
      return Base64.getEncoder().encodeToString(toArray());
    }
  }

  /** BOOL. */
  record Bool(boolean value) implements Value {}

  /** NULL. */
  record Null() implements Value {}

  /** M. */
  record Document(Map<String, Value> members) implements Value {}

  /** L. */
  record Sequence(List<Value> elements) implements Value {}

  /** SS. */
  record Texts(List<Text> members) implements Value {}

  /** NS. */
  record Numbers(List<Numeric> members) implements Value {}

  /** BS. */
  record Binaries(List<Binary> members) implements Value {}
}
