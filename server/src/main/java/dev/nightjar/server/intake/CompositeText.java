package dev.nightjar.server.intake;

import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The text of a value that has parts, as ClickHouse is to read it: JSON in which every number is a
 * string, since ClickHouse reads JSON's numbers as doubles.
 */
final class CompositeText {
  private static final JsonFactory JSON = new JsonFactory();

  private CompositeText() {}

  /** A scalar's text as a JSON string. */
  static String quoted(String text) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      generator.writeString(text);
    }
    return out.toString();
  }

  /**
   * The text of a list or an object.
   *
   * @param json valid JSON
   * @param inside the names inside each element of a list, where the column has only those
   */
  static String of(byte[] json, List<String> inside) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      return of(parser, inside);
    }
  }

  /** The same of the next value of a parser. */
  static String of(JsonParser parser, List<String> inside) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      parser.nextToken();
      if (!inside.isEmpty() && parser.currentToken() == JsonToken.START_ARRAY) {
        generator.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          element(parser, inside, generator);
        }
        generator.writeEndArray();
      } else {
        copy(parser, generator);
      }
    }
    return out.toString();
  }

  /** Goes down the names; where one is not there, the element is null. */
  private static void element(JsonParser parser, List<String> inside, JsonGenerator out) {
    if (inside.isEmpty()) {
      copy(parser, out);
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      out.writeNull();
      return;
    }
    boolean found = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean here = !found && parser.currentName().equals(inside.getFirst());
      parser.nextToken();
      if (here) {
        element(parser, inside.subList(1, inside.size()), out);
        found = true;
      } else {
        parser.skipChildren();
      }
    }
    if (!found) {
      out.writeNull();
    }
  }

  private static void copy(JsonParser parser, JsonGenerator out) {
    int depth = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        out.writeString(parser.getString());
      } else {
        out.copyCurrentEvent(parser);
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
      parser.nextToken();
    }
  }
}
