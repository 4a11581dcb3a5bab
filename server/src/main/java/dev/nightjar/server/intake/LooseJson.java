package dev.nightjar.server.intake;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Lists and objects inside a text, as CSV has them: JSON, or the same with single quotes, as
 * ClickHouse prints lists.
 */
final class LooseJson {
  private static final JsonFactory LOOSE =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private LooseJson() {}

  /** The text as proper JSON; as it is where it cannot be read, so that it will not fit. */
  static String normalizedOr(String text) {
    if (text.isBlank()) {
      return text;
    }
    try (JsonParser parser = LOOSE.createParser(ObjectReadContext.empty(), text)) {
      String proper = CompositeText.of(parser, List.of());
      return parser.nextToken() == null ? proper : text;
    } catch (JacksonException e) {
      return text;
    }
  }
}
