package dev.nightjar.dynamodb.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes an item as DynamoDB's typed JSON in one of the many ways that mean the same. */
public final class TypedJson {
  private final Random random;
  private final StringBuilder json = new StringBuilder();

  private TypedJson(Random random) {
    this.random = random;
  }

  /**
   * Attributes and sets in any order, any characters escaped in any way, white space and unknown
   * members anywhere.
   */
  public static byte[] anyhow(Value.Document item, Random random) {
    var writer = new TypedJson(random);
    writer.members(item);
    return writer.json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void members(Value.Document document) {
    List<Map.Entry<String, Value>> members = new ArrayList<>(document.members().entrySet());
    Collections.shuffle(members, random);
    token("{");
    String separator = "";
    for (Map.Entry<String, Value> member : members) {
      token(separator);
      string(member.getKey());
      token(":");
      attribute(member.getValue());
      separator = ",";
    }
    token("}");
  }

  private void attribute(Value value) {
    token("{");
    boolean unknownFirst = random.nextInt(20) == 0;
    if (unknownFirst) {
      unknown();
      token(",");
    }
    switch (value) {
      case Value.Text(String text) -> {
        tag("S");
        string(text);
      }
      case Value.Numeric(String digits) -> {
        tag("N");
        string(digits);
      }
      case Value.Binary binary -> {
        tag("B");
        string(binary.base64());
      }
      case Value.Bool(boolean bool) -> {
        tag("BOOL");
        token(String.valueOf(bool));
      }
      case Value.Null() -> {
        tag("NULL");
        token("true");
      }
      case Value.Document document -> {
        tag("M");
        members(document);
      }
      case Value.Sequence(List<Value> elements) -> {
        tag("L");
        array(elements.size(), i -> attribute(elements.get(i)));
      }
      case Value.Texts(List<Value.Text> members) -> {
        tag("SS");
        set(members.stream().map(Value.Text::text).toList());
      }
      case Value.Numbers(List<Value.Numeric> members) -> {
        tag("NS");
        set(members.stream().map(Value.Numeric::digits).toList());
      }
      case Value.Binaries(List<Value.Binary> members) -> {
        tag("BS");
        set(members.stream().map(Value.Binary::base64).toList());
      }
    }
    if (random.nextInt(20) == 0) {
      token(",");
      unknown();
    }
    token("}");
  }

  private void unknown() {
    token("\"X-new\":[{\"S\":\"} ] \\\" \"},{},[],null,-1.5E+3,true]");
  }

  private void tag(String type) {
    string(type);
    token(":");
  }

  private void set(List<String> members) {
    List<String> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    array(shuffled.size(), i -> string(shuffled.get(i)));
  }

  private void array(int size, java.util.function.IntConsumer element) {
    token("[");
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        token(",");
      }
      element.accept(i);
    }
    token("]");
  }

  private void token(String token) {
    if (random.nextInt(6) == 0) {
      json.append(" \t\r\n".charAt(random.nextInt(4)));
    }
    json.append(token);
  }

  private void string(String text) {
    token("\"");
    boolean escapeAtWill = random.nextInt(3) == 0;
    text.codePoints().forEach(point -> character(point, escapeAtWill && random.nextBoolean()));
    json.append('"');
  }

  private void character(int point, boolean escape) {
    if (point >= ' ' && point != '"' && point != '\\' && !escape) {
      json.appendCodePoint(point);
      return;
    }
    int letter = "\"\\/\b\f\n\r\t".indexOf(point);
    if (letter >= 0 && random.nextBoolean()) {
      json.append('\\').append("\"\\/bfnrt".charAt(letter));
      return;
    }
    String format = random.nextBoolean() ? "\\u%04x" : "\\u%04X";
    for (char unit : Character.toChars(point)) {
      json.append(format.formatted((int) unit));
    }
  }
}
