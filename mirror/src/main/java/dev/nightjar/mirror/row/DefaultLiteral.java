package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.dynamodb.item.AttributePath;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DEFAULT that the encoder must write itself, as a typed attribute. ClickHouse turns a NULL in a
 * block into the column's DEFAULT, unless the column is Nullable or an Array.
 */
final class DefaultLiteral {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:('(?:[^'\\\\]|\\\\.|'')*')|(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(true|false)"
              + "|(null)|(\\[)|(])|(,))\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final AttributePath PATH = AttributePath.of("d");

  private DefaultLiteral() {}

  /** Whether ClickHouse would not fill in the DEFAULT of such a column. */
  static boolean isNeededFor(ClickHouseType type) {
    return type.nullable() || type.bare() instanceof Array;
  }

  /** Whether the expression is a literal that a column of this type can hold. */
  static boolean fits(String expression, ClickHouseType type) {
    Optional<AttributeReader> literal = parse(expression);
    if (literal.isEmpty()) {
      return false;
    }
    AttributeReader item = literal.get();
    int node = node(item);
    if (item.type(node) == AttributeType.NULL) {
      return type.nullable();
    }
    BlockBuilder trial = new BlockBuilder(List.of(new BlockColumn("d", type)));
    return ValueWriter.of(type, false).write(item, node, trial.column(0)) == Fit.FITS;
  }

  /** The literal as an item with the one attribute {@code d}; empty when it is no literal. */
  static Optional<AttributeReader> parse(String expression) {
    List<String> json = new ArrayList<>();
    Matcher token = TOKEN.matcher(expression);
    int at = 0;
    int depth = 0;
    boolean valueMayFollow = true;
    while (at < expression.length()) {
      if (!token.find(at) || token.start() != at) {
        return Optional.empty();
      }
      at = token.end();
      boolean value = token.group(6) == null && token.group(7) == null;
      if (value && !valueMayFollow) {
        return Optional.empty();
      }
      if (token.group(5) != null) {
        depth++;
        json.add("{\"L\":[");
      } else if (token.group(6) != null) {
        if (--depth < 0 || json.getLast().equals(",")) {
          return Optional.empty();
        }
        json.add("]}");
        valueMayFollow = false;
      } else if (token.group(7) != null) {
        if (depth == 0 || valueMayFollow || json.isEmpty()) {
          return Optional.empty();
        }
        json.add(",");
        valueMayFollow = true;
      } else {
        json.add(scalar(token));
        valueMayFollow = false;
      }
    }
    if (depth != 0 || json.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(read("{\"d\":" + String.join("", json) + "}"));
  }

  private static String scalar(Matcher token) {
    if (token.group(1) != null) {
      return "{\"S\":\"" + escaped(token.group(1)) + "\"}";
    }
    if (token.group(2) != null) {
      return "{\"N\":\"" + token.group(2) + "\"}";
    }
    return token.group(3) != null
        ? "{\"BOOL\":" + token.group(3).toLowerCase(java.util.Locale.ROOT) + "}"
        : "{\"NULL\":true}";
  }

  private static String escaped(String literal) {
    StringBuilder json = new StringBuilder();
    for (int i = 1; i < literal.length() - 1; i++) {
      char c = literal.charAt(i);
      if (c == '\'') {
        i++;
      } else if (c == '\\') {
        c = unescaped(literal.charAt(++i));
      }
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }

  private static char unescaped(char letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '0' -> '\0';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> letter;
    };
  }

  private static AttributeReader read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    AttributeReader reader = new AttributeReader();
    reader.read(bytes, 0, bytes.length);
    return reader;
  }

  /** The literal's node. */
  static int node(AttributeReader literal) {
    return literal.find(PATH);
  }
}
