package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.JsonStrings;
import dev.nightjar.dynamodb.json.Words;
import java.util.Arrays;

/**
 * How the items of an {@link ItemLayout} are written as plain JSON: what stands before each value,
 * names and brackets in {@link PlainJson}'s order, and which value follows.
 */
final class JsonTemplate {
  private static final int SLOTS = 3;
  private static final int LITERAL_END = 0;
  private static final int KIND = 1;
  private static final int NODE = 2;

  private static final int TEXT = 0;
  private static final int NUMBER = 1;
  private static final int BOOL = 2;
  private static final int SET = 3;

  private final byte[] literals;
  private final int[] steps;

  private JsonTemplate(byte[] literals, int[] steps) {
    this.literals = literals;
    this.steps = steps;
  }

  /** The template of an item's layout. */
  static JsonTemplate of(AttributeReader item) {
    Builder builder = new Builder(item);
    builder.value(item.root());
    return new JsonTemplate(
        Arrays.copyOf(builder.literals.array(), builder.literals.length()),
        Arrays.copyOf(builder.steps, builder.length));
  }

  /** Appends an item of the layout. */
  void write(AttributeReader item, PlainJson json, ByteOutput output) {
    byte[] buffer = item.buffer;
    // No text without escapes is longer than where it comes from.
    int room = literals.length + item.length();
    byte[] target = output.reserve(room);
    int to = output.length();
    int from = 0;
    for (int step = 0; step < steps.length; step += SLOTS) {
      int end = steps[step + LITERAL_END];
      to = Words.copy(literals, from, target, to, end - from);
      from = end;
      int node = steps[step + NODE];
      if (isCopied(item, node, steps[step + KIND])) {
        int start = item.spans[node + AttributeNodes.VALUE_START];
        int length = item.spans[node + AttributeNodes.VALUE_END] - start;
        to = Words.copy(buffer, start, target, to, length);
      } else {
        output.extend(to);
        writeOther(item, node, steps[step + KIND], json, output);
        target = output.reserve(room);
        to = output.length();
      }
    }
    output.extend(Words.copy(literals, from, target, to, literals.length - from));
  }

  private static boolean isCopied(AttributeReader item, int node, int kind) {
    int start = item.spans[node + AttributeNodes.VALUE_START];
    return start >= 0
        && (kind == TEXT
            || kind == NUMBER
                && DecimalOrder.isShortJsonNumber(
                    item.buffer, start, item.spans[node + AttributeNodes.VALUE_END]));
  }

  private static void writeOther(
      AttributeReader item, int node, int kind, PlainJson json, ByteOutput output) {
    switch (kind) {
      case TEXT -> writeText(item, node, output);
      case NUMBER -> PlainJson.writeNumber(item, node, output);
      case BOOL -> PlainJson.writeBoolean(item, node, output);
      default -> json.write(item, node, output);
    }
  }

  private static void writeText(AttributeReader item, int node, ByteOutput output) {
    JsonStrings.appendEscaped(
        item.valueBuffer(node), item.valueStart(node), item.valueEnd(node), output);
  }

  private static final class Builder {
    private final AttributeReader item;
    private final ByteOutput literals = new ByteOutput(256);
    private int[] steps = new int[16 * SLOTS];
    private int length;

    Builder(AttributeReader item) {
      this.item = item;
    }

    void value(int node) {
      switch (item.type(node)) {
        case S, B -> {
          literals.append('"');
          step(TEXT, node);
          literals.append('"');
        }
        case N -> step(NUMBER, node);
        case BOOL -> step(BOOL, node);
        case NULL -> PlainJson.writeNull(literals);
        case M -> map(node);
        case L -> list(node);
        case SS, NS, BS -> step(SET, node);
      }
    }

    private void map(int map) {
      MemberOrder members = new MemberOrder();
      int count = members.sort(item, map);
      literals.append('{');
      for (int i = 0; i < count; i++) {
        int member = members.node(i);
        if (i > 0) {
          literals.append(',');
        }
        literals.appendBetweenQuotes(
            item.nameBuffer(member), item.nameStart(member), item.nameEnd(member));
        literals.append(':');
        value(member);
      }
      literals.append('}');
    }

    private void list(int list) {
      literals.append('[');
      int first = item.firstChild(list);
      for (int child = first; child != AttributeReader.NONE; child = item.nextSibling(child)) {
        if (child != first) {
          literals.append(',');
        }
        value(child);
      }
      literals.append(']');
    }

    private void step(int kind, int node) {
      if (length == steps.length) {
        steps = Arrays.copyOf(steps, length * 2);
      }
      steps[length + LITERAL_END] = literals.length();
      steps[length + KIND] = kind;
      steps[length + NODE] = node;
      length += SLOTS;
    }
  }
}
