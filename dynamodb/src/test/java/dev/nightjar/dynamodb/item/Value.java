package dev.nightjar.dynamodb.item;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An attribute as a test states it: what DynamoDB holds, without the order in which it is sent. */
sealed interface Value {

  record Text(String text) implements Value {}

  /** A number with the digits that DynamoDB prints. */
  record Numeric(String digits) implements Value {
    BigDecimal exact() {
      return new BigDecimal(digits);
    }
  }

  record Binary(List<Byte> bytes) implements Value {
    byte[] toArray() {
      byte[] array = new byte[bytes.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = bytes.get(i);
      }
      return array;
    }

    String base64() {
      return Base64.getEncoder().encodeToString(toArray());
    }
  }

  record Bool(boolean value) implements Value {}

  record Null() implements Value {}

  record Document(Map<String, Value> members) implements Value {}

  record Sequence(List<Value> elements) implements Value {}

  record Texts(List<Text> members) implements Value {}

  record Numbers(List<Numeric> members) implements Value {}

  record Binaries(List<Binary> members) implements Value {}
}
