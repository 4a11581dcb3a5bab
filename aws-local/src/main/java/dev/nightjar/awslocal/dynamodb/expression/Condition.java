package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import java.util.List;

/** A parsed condition or filter. */
public sealed interface Condition {

  /** Both. */
  record And(Condition left, Condition right) implements Condition {}

  /** At least one. */
  record Or(Condition left, Condition right) implements Condition {}

  /** Not this one. */
  record Not(Condition condition) implements Condition {}

  /** {@code left operator right}. */
  record Comparison(Operand left, Comparator operator, Operand right) implements Condition {}

  /** {@code operand BETWEEN low AND high}. */
  record Between(Operand operand, Operand low, Operand high) implements Condition {}

  /** {@code operand IN (…)}. */
  record In(Operand operand, List<Operand> candidates) implements Condition {}

  /** {@code attribute_exists(path)}, or its opposite. */
  record Exists(Path path, boolean wanted) implements Condition {}

  /** {@code attribute_type(path, :type)}. */
  record HasType(Operand operand, AttributeType type) implements Condition {}

  /** {@code begins_with(operand, prefix)}. */
  record BeginsWith(Operand operand, Operand prefix) implements Condition {}

  /** {@code contains(operand, part)}. */
  record Contains(Operand operand, Operand part) implements Condition {}

  /** The comparison operators. */
  enum Comparator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String symbol;

    Comparator(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }

    /** The same with its sides exchanged. */
    Comparator turned() {
      return switch (this) {
        case EQ, NE -> this;
        case LT -> GT;
        case LE -> GE;
        case GT -> LT;
        case GE -> LE;
      };
    }
  }
}
