package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.testing.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * An item as plain JSON says it: maps, lists, texts, and numbers as their very digits. Sets are
 * lists whose order does not count.
 */
final class ParsedRecord {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ParsedRecord() {}

  /** The digits of a number, by which it differs from a text. */
  private record Digits(String text) {}

  static Object parse(String json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one value in " + json);
      }
      return value;
    }
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> "NULL of JSON";
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield members;
      }
      default -> throw new AssertionError("unexpected " + parser.currentToken());
    };
  }

  static Object of(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Numeric number -> digits(number);
      case Value.Binary binary -> binary.base64();
      case Value.Bool(boolean bool) -> bool;
      case Value.Null() -> "NULL of JSON";
      case Value.Document(Map<String, Value> members) -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        members.forEach((name, member) -> plain.put(name, of(member)));
        yield plain;
      }
      case Value.Sequence(List<Value> elements) -> elements.stream().map(ParsedRecord::of).toList();
      case Value.Texts(List<Value.Text> members) ->
          members.stream().map(Value.Text::text).sorted(byUtf8()).map(Object.class::cast).toList();
      case Value.Numbers(List<Value.Numeric> members) ->
          members.stream()
              .sorted(Comparator.comparing(Value.Numeric::exact))
              .map(ParsedRecord::digits)
              .toList();
      case Value.Binaries(List<Value.Binary> members) ->
          members.stream()
              .sorted(Comparator.comparing(Value.Binary::toArray, Arrays::compareUnsigned))
              .map(Value.Binary::base64)
              .map(Object.class::cast)
              .toList();
    };
  }

  private static Comparator<String> byUtf8() {
    return Comparator.comparing(
        text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
  }

  /** Behind a whole number that 64 bits do not hold stands e0 (see PlainJson). */
  private static Object digits(Value.Numeric number) {
    boolean whole = number.digits().matches("-?[0-9]+");
    BigInteger value = whole ? new BigInteger(number.digits()) : BigInteger.ZERO;
    boolean wide = value.signum() < 0 ? value.bitLength() > 63 : value.bitLength() > 64;
    return new Digits(wide ? number.digits() + "e0" : number.digits());
  }
}
