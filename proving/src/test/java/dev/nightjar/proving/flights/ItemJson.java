package dev.nightjar.proving.flights;

import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.json.JsonMapper;

/** An item as the plain JSON that a mirror would show, for tests of comparisons. */
final class ItemJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ItemJson() {}

  static String of(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .map(member -> text(member.getKey()) + ":" + value(member.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(AttributeValue value) {
    return switch (value.type()) {
      case S -> text(value.s());
      case N -> number(value.n());
      case BOOL -> value.bool().toString();
      case NUL -> "null";
      case M -> of(value.m());
      case B -> base64(value.b().asByteArray());
      case L -> array(value.l().stream().map(ItemJson::value));
      case SS -> array(value.ss().stream().map(ItemJson::text));
      case NS -> array(value.ns().stream().map(ItemJson::number));
      case BS -> array(value.bs().stream().map(bytes -> base64(bytes.asByteArray())));
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("an unknown type");
    };
  }

  private static String array(java.util.stream.Stream<String> elements) {
    return elements.collect(Collectors.joining(",", "[", "]"));
  }

  private static String base64(byte[] bytes) {
    return text(Base64.getEncoder().encodeToString(bytes));
  }

  private static String number(String digits) {
    return digits.matches("-?\\d{21,}") ? digits + "e0" : digits;
  }

  private static String text(String text) {
    return MAPPER.writeValueAsString(text);
  }
}
