package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.dynamodb.item.AttributePath;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.json.JsonCursor;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A DEFAULT that the encoder must write itself, as a typed attribute. ClickHouse turns a NULL in a
 * block into the column's DEFAULT, unless the column is Nullable or of a type that no Nullable goes
 * around.
 */
final class DefaultLiteral {
  private static final AttributePath PATH = AttributePath.of("d");

  private DefaultLiteral() {}

  /** Whether ClickHouse would not fill in the DEFAULT of such a column. */
  static boolean isNeededFor(ClickHouseType type) {
    return type.nullable()
        || switch (type.bare()) {
          case Array _, MapType _, Tuple _, Json _ -> true;
          default -> false;
        };
  }

  /** Whether the expression is a literal that a column of this type can hold. */
  static boolean fits(String expression, ClickHouseType type) {
    Optional<AttributeReader> literal = parse(expression);
    if (literal.isEmpty()) {
      return false;
    }
    if (isNull(literal.get())) {
      return type.nullable();
    }
    BlockBuilder trial = new BlockBuilder(List.of(new BlockColumn("d", type)));
    return write(literal.get(), type, ValueWriter.of(type, false), trial.column(0));
  }

  /** The literal as an item with the one attribute {@code d}; empty when it is no literal. */
  static Optional<AttributeReader> parse(String expression) {
    LiteralReader literal = new LiteralReader(expression);
    return literal.read()
        ? Optional.of(read("{\"d\":" + literal.typedJson() + "}"))
        : Optional.empty();
  }

  /** Whether the literal is NULL. */
  static boolean isNull(AttributeReader literal) {
    return literal.type(node(literal)) == AttributeType.NULL;
  }

  /** Appends the literal; false when it does not fit. */
  static boolean write(
      AttributeReader literal, ClickHouseType type, ValueWriter writer, Column column) {
    int node = node(literal);
    if (!(type.bare() instanceof Json)) {
      return writer.write(literal, node, column) == Fit.FITS;
    }
    // The DEFAULT of a JSON column is a string that holds the JSON.
    if (literal.type(node) != AttributeType.S) {
      return false;
    }
    byte[] text =
        Arrays.copyOfRange(
            literal.valueBuffer(node), literal.valueStart(node), literal.valueEnd(node));
    if (!isObject(text)) {
      return false;
    }
    ((StringColumn) column).append(text);
    return true;
  }

  private static boolean isObject(byte[] text) {
    JsonCursor cursor = new JsonCursor();
    cursor.reset(text, 0, text.length);
    if (cursor.peek() != '{') {
      return false;
    }
    try {
      cursor.skipValue();
      cursor.expectEnd();
      return true;
    } catch (MalformedJsonException _) {
      // What is no JSON is no object.
      return false;
    }
  }

  private static AttributeReader read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    AttributeReader reader = new AttributeReader();
    reader.read(bytes, 0, bytes.length);
    return reader;
  }

  private static int node(AttributeReader literal) {
    return literal.find(PATH);
  }
}
