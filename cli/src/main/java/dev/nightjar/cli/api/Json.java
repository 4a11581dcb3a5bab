package dev.nightjar.cli.api;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads answers: decimal numbers keep their digits. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final int LONGEST = 300;

  private Json() {}

  /** The document with line breaks and indentation, each element of a list on its own line. */
  public static String pretty(JsonNode document) {
    PrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
            .withSeparators(
                PrettyPrinter.DEFAULT_SEPARATORS.withObjectNameValueSpacing(
                    Separators.Spacing.AFTER));
    return MAPPER.writer().with(printer).writeValueAsString(document);
  }

  /** The document on one line. */
  public static String line(JsonNode document) {
    return MAPPER.writeValueAsString(document);
  }

  /**
   * The text as a document.
   *
   * @throws JacksonException if it is not JSON
   */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** An object with one list. */
  public static ObjectNode list(String name, List<? extends JsonNode> elements) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ArrayNode array = object.putArray(name);
    elements.forEach(array::add);
    return object;
  }

  /** The same object without a member. */
  public static JsonNode without(JsonNode document, String name) {
    if (!(document.deepCopy() instanceof ObjectNode object)) {
      return document;
    }
    object.remove(name);
    return object;
  }

  static JsonNode read(Answer answer) {
    if (answer.body().isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return parse(answer.body());
    } catch (JacksonException e) {
      ServerException refusal =
          new ServerException(
              answer.status(),
              "The server answered with something other than JSON (HTTP "
                  + answer.status()
                  + "). Is it a Nightjar server?");
      refusal.initCause(e);
      throw refusal;
    }
  }

  /** What the server says is wrong: its {@code error}, or the text of the whole answer. */
  public static String errorOf(Answer answer) {
    String text = answer.body().strip();
    if (text.startsWith("{")) {
      try {
        JsonNode error = parse(text).path("error");
        if (error.isString() && !error.asString().isBlank()) {
          return error.asString();
        }
      } catch (JacksonException e) {
        return "HTTP " + answer.status() + ": " + shortened(text);
      }
    }
    return text.isEmpty()
        ? "The server answered with HTTP " + answer.status() + " and no explanation."
        : "HTTP " + answer.status() + ": " + shortened(text);
  }

  /** Somebody else's page is no message: its beginning tells what it is. */
  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
