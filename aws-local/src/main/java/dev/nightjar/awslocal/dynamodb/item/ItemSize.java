package dev.nightjar.awslocal.dynamodb.item;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bool;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.MapOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Null;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.SetOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import java.util.Map;

/**
 * Sizes of items as the developer guide gives them ("DynamoDB item sizes and formats"): names and
 * strings in UTF-8, about half a byte a digit, three bytes for a list or map and one for each of
 * its elements.
 */
final class ItemSize {

  private ItemSize() {}

  static int of(Map<String, AttributeValue> attributes) {
    int sum = 0;
    for (var attribute : attributes.entrySet()) {
      sum += utf8(attribute.getKey()) + of(attribute.getValue());
    }
    return sum;
  }

  static int of(AttributeValue value) {
    return switch (value) {
      case Str(String text) -> utf8(text);
      case Num number -> number.size();
      case Bin(Bytes bytes) -> bytes.length();
      case Bool _, Null _ -> 1;
      case SetOf set -> set.members().stream().mapToInt(ItemSize::of).sum();
      case ListOf(var elements) ->
          3 + elements.size() + elements.stream().mapToInt(ItemSize::of).sum();
      case MapOf(var entries) -> 3 + entries.size() + of(entries);
    };
  }

  static int utf8(String text) {
    int bytes = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
