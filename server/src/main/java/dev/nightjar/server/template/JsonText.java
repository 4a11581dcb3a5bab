package dev.nightjar.server.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON that a request hands over in a parameter. */
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonText() {}

  /** The value; empty if the text is not JSON, or has a number that is beyond all measure. */
  static Optional<Datum> read(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() || !hasUsualNumbers(node)
          ? Optional.empty()
          : Optional.of(datum(node));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static boolean hasUsualNumbers(JsonNode node) {
    return node.isNumber()
        ? Math.abs((long) node.decimalValue().scale()) <= Arithmetic.LARGEST_SCALE
        : node.valueStream().allMatch(JsonText::hasUsualNumbers);
  }

  private static Datum datum(JsonNode node) {
    if (node.isObject()) {
      Map<String, Datum> entries = new LinkedHashMap<>();
      node.properties().forEach(entry -> entries.put(entry.getKey(), datum(entry.getValue())));
      return new Datum.Entries(entries);
    }
    if (node.isArray()) {
      List<Datum> elements = new ArrayList<>();
      node.forEach(element -> elements.add(datum(element)));
      return new Datum.Elements(elements);
    }
    if (node.isNumber()) {
      return new Datum.Number(node.decimalValue());
    }
    if (node.isBoolean()) {
      return new Datum.Flag(node.booleanValue());
    }
    return node.isNull() ? new Datum.None() : new Datum.Text(node.asString());
  }
}
