package dev.nightjar.dynamodb.item;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Typed items of a made-up table: most have the names, the types and the order of the one before,
 * some lack an attribute, have one more, another type or order, an escape or white space.
 */
final class TableItems {
  private static final String[] TEXTS = {
    "",
    "x",
    "12:30",
    "customer#1000000000",
    "Rue de l’Église 7",
    "😀 \\uD83D\\ude00",
    "\\\"quoted\\\"",
    "C:\\\\",
    "a\\/b",
    "\\u00e9",
    "line\\nline",
    "\\u0001",
    "tab\tbed",
    "\\ud800",
    "a text of more than thirty-two bytes"
  };
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "61784.86",
    "9.99E125",
    "1E-130",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "12345678901234567890123456789012345678",
    "0.10",
    "1.0",
    "7"
  };
  private static final String[] BINARIES = {"", "AA==", "/w==", "aGVsbG8=", "AAECAwQ="};

  private final Random random;
  private final List<Attribute> attributes;

  /** An attribute that items have: its name, as JSON escapes it, and what is in it. */
  private record Attribute(String name, AttributeType type, List<Attribute> members) {}

  TableItems(Random random) {
    this.random = random;
    this.attributes = attributes(1 + random.nextInt(12), 2);
  }

  private List<Attribute> attributes(int count, int depth) {
    List<Attribute> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(attribute(name(i), depth));
    }
    Collections.shuffle(made, random);
    return made;
  }

  private String name(int i) {
    return switch (random.nextInt(12)) {
      case 0 -> "é" + i;
      case 1 -> random.nextInt(8) == 0 ? "\\u0061" + i : "a" + i;
      case 2 -> "a name of more than thirty-two bytes " + i;
      case 3 -> "n";
      default -> "attribute_" + i;
    };
  }

  private Attribute attribute(String name, int depth) {
    AttributeType[] types = AttributeType.values();
    AttributeType type = types[random.nextInt(types.length)];
    boolean nests = type == AttributeType.M || type == AttributeType.L;
    if (nests && depth == 0) {
      return new Attribute(name, AttributeType.S, List.of());
    }
    return new Attribute(name, type, nests ? attributes(random.nextInt(5), depth - 1) : List.of());
  }

  /** The next item, braces included. */
  String next() {
    StringBuilder json = new StringBuilder();
    members(attributes, json);
    return json.toString();
  }

  private void members(List<Attribute> usual, StringBuilder json) {
    List<Attribute> here = usual;
    if (random.nextInt(12) == 0) {
      here = new ArrayList<>(usual);
      switch (random.nextInt(3)) {
        case 0 -> Collections.shuffle(here, random);
        case 1 -> here.add(attribute("more" + random.nextInt(3), 1));
        default -> here.removeIf(_ -> random.nextInt(3) == 0);
      }
    }
    json.append('{');
    String comma = "";
    for (Attribute attribute : here) {
      json.append(comma).append('"').append(attribute.name()).append("\":");
      value(attribute, json);
      comma = random.nextInt(60) == 0 ? " ,\n" : ",";
    }
    json.append('}');
  }

  private void value(Attribute attribute, StringBuilder json) {
    Attribute here = random.nextInt(30) == 0 ? attribute("", 1) : attribute;
    json.append(random.nextInt(60) == 0 ? "{ \"" : "{\"").append(here.type()).append("\":");
    switch (here.type()) {
      case S -> string(any(TEXTS), json);
      case N -> string(any(NUMBERS), json);
      case B -> string(any(BINARIES), json);
      case BOOL -> json.append(random.nextBoolean());
      case NULL -> json.append("true");
      case M -> members(here.members(), json);
      case L -> list(here, json);
      case SS -> set(TEXTS, json);
      case NS -> set(NUMBERS, json);
      case BS -> set(BINARIES, json);
    }
    json.append('}');
  }

  /** Of maps that look alike, as lists mostly are, or of what its members would be. */
  private void list(Attribute list, StringBuilder json) {
    json.append('[');
    String comma = "";
    for (int i = random.nextInt(4); i > 0; i--) {
      json.append(comma);
      value(new Attribute("", AttributeType.M, list.members()), json);
      comma = ",";
    }
    json.append(']');
  }

  private void set(String[] from, StringBuilder json) {
    List<String> members = new ArrayList<>(List.of(from));
    Collections.shuffle(members, random);
    json.append('[');
    String comma = "";
    for (String member : members.subList(0, 1 + random.nextInt(4))) {
      json.append(comma);
      string(member, json);
      comma = ",";
    }
    json.append(']');
  }

  private static void string(String content, StringBuilder json) {
    json.append('"').append(content).append('"');
  }

  private String any(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
