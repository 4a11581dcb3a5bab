package dev.nightjar.server.intake;

import dev.nightjar.project.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Takes one JSON record apart into the texts of columns. Numbers keep their digits, and what a text
 * column takes of an object or a list is its text as it stands in the record. Not thread-safe.
 */
final class JsonRecord {
  private final RowShape shape;
  private final PathTree paths;
  private final JsonFactory json = new JsonFactory();
  private byte[] line;
  private int start;
  private String[] texts;

  JsonRecord(RowShape shape) {
    this.shape = shape;
    this.paths = PathTree.of(shape);
  }

  /** A record that is none; its message says what is wrong and at which of its bytes. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /**
   * The texts of the columns; null where a value is absent or null.
   *
   * @throws UnreadableException when it is no JSON object, or more than one
   */
  String[] read(byte[] bytes, int offset, int length) throws UnreadableException {
    line = bytes;
    start = offset;
    texts = new String[shape.size()];
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableException("a row must be a JSON object: { … }");
      }
      value(parser, paths);
      if (parser.nextToken() != null) {
        throw new UnreadableException("there is more after the JSON object");
      }
      return texts;
    } catch (JacksonException e) {
      throw new UnreadableException(problem(e));
    }
  }

  private static String problem(JacksonException e) {
    String text = e.getOriginalMessage();
    int cut = text.indexOf('\n');
    String what = cut < 0 ? text : text.substring(0, cut);
    long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    return "not valid JSON"
        + (at >= 0 ? " at byte " + (at + 1) : "")
        + ": "
        + (what.length() > 200 ? what.substring(0, 200) + "…" : what);
  }

  /** At the first token of a value; leaves the parser at its last. */
  private void value(JsonParser parser, PathTree node) {
    JsonToken token = parser.currentToken();
    if (!token.isStructStart()) {
      for (int column : node.columns()) {
        texts[column] = scalar(parser, shape.columns().get(column));
      }
      return;
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    if (token == JsonToken.START_OBJECT && node.hasChildren()) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        PathTree child = node.child(parser.currentName());
        parser.nextToken();
        if (child == null) {
          parser.skipChildren();
        } else {
          value(parser, child);
        }
      }
    } else {
      parser.skipChildren();
    }
    if (!node.columns().isEmpty()) {
      int to = (int) parser.currentLocation().getByteOffset();
      byte[] part = Arrays.copyOfRange(line, start + from, start + to);
      for (int column : node.columns()) {
        texts[column] = composite(part, shape.columns().get(column));
      }
    }
  }

  private static String scalar(JsonParser parser, IntakeColumn column) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    String text = parser.getString();
    if (!column.isComposite()) {
      return text;
    }
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? LooseJson.normalizedOr(text)
        : CompositeText.quoted(text);
  }

  private static String composite(byte[] part, IntakeColumn column) {
    if (column.isText()) {
      return new String(part, StandardCharsets.UTF_8);
    }
    JsonPath path = column.path();
    return CompositeText.of(part, path.elementSegments());
  }
}
