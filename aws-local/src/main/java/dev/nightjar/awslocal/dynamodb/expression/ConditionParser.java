package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Condition.And;
import dev.nightjar.awslocal.dynamodb.expression.Condition.BeginsWith;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Between;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparator;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparison;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Contains;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Exists;
import dev.nightjar.awslocal.dynamodb.expression.Condition.HasType;
import dev.nightjar.awslocal.dynamodb.expression.Condition.In;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Not;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Or;
import dev.nightjar.awslocal.dynamodb.expression.Operand.At;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Literal;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Size;
import dev.nightjar.awslocal.dynamodb.expression.Token.Kind;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses conditions, filters and key conditions. From weak to strong: OR, AND, NOT, comparisons,
 * BETWEEN and IN, functions, parentheses.
 */
public final class ConditionParser {

  private static final int MAX_CANDIDATES = 100;

  private final TokenReader in;
  private final OperandChecks checks;
  private int lastOpen = -1;
  private int lastClose = -1;

  private ConditionParser(TokenReader in) {
    this.in = in;
    this.checks = new OperandChecks(in.kind());
  }

  /**
   * Parses the text of a ConditionExpression, FilterExpression or KeyConditionExpression.
   *
   * @throws AwsError ValidationException with what is wrong with it
   */
  public static Condition parse(ExpressionKind kind, String text, Placeholders placeholders) {
    var parser = new ConditionParser(new TokenReader(kind, text, placeholders));
    Condition condition = parser.or();
    parser.in.expectEnd();
    return condition;
  }

  private Condition or() {
    Condition condition = and();
    while (in.takeKeyword("OR")) {
      condition = new Or(condition, and());
    }
    return condition;
  }

  private Condition and() {
    Condition condition = not();
    while (in.takeKeyword("AND")) {
      condition = new And(condition, not());
    }
    return condition;
  }

  private Condition not() {
    return in.takeKeyword("NOT") ? new Not(not()) : primary();
  }

  private Condition primary() {
    int open = in.position();
    if (in.takeSymbol("(")) {
      Condition condition = or();
      if (lastOpen == open + 1 && lastClose == in.position()) {
        throw in.kind().invalid("The expression has redundant parentheses;");
      }
      in.expectSymbol(")");
      lastOpen = open;
      lastClose = in.position();
      return condition;
    }
    if (in.peek().kind() == Kind.WORD && in.peekSecond().isSymbol("(") && !isSize()) {
      return function();
    }
    return comparison();
  }

  private boolean isSize() {
    return in.peek().text().equals("size");
  }

  private Condition function() {
    String name = in.next().text();
    return switch (name) {
      case "attribute_exists" -> new Exists(checks.path(name, arguments(name, 1).getFirst()), true);
      case "attribute_not_exists" ->
          new Exists(checks.path(name, arguments(name, 1).getFirst()), false);
      case "attribute_type" -> {
        List<Operand> arguments = arguments(name, 2);
        yield new HasType(
            new At(checks.path(name, arguments.getFirst())), checks.typeName(arguments.getLast()));
      }
      case "begins_with" -> {
        List<Operand> arguments = arguments(name, 2);
        arguments.forEach(
            argument -> checks.requireType(name, argument, AttributeType.S, AttributeType.B));
        checks.requireDistinct(name, arguments.getFirst(), arguments.getLast());
        yield new BeginsWith(arguments.getFirst(), arguments.getLast());
      }
      case "contains" -> {
        List<Operand> arguments = arguments(name, 2);
        checks.requireDistinct(name, arguments.getFirst(), arguments.getLast());
        yield new Contains(arguments.getFirst(), arguments.getLast());
      }
      case "if_not_exists", "list_append" ->
          throw in.kind()
              .invalid("The function is not allowed in a condition expression; function: " + name);
      default -> throw in.kind().invalid("Invalid function name; function: " + name);
    };
  }

  private List<Operand> arguments(String function, int count) {
    in.expectSymbol("(");
    List<Operand> arguments = new ArrayList<>();
    do {
      arguments.add(operand());
    } while (in.takeSymbol(","));
    in.expectSymbol(")");
    if (arguments.size() != count) {
      throw in.kind()
          .invalid(
              "Incorrect number of operands for operator or function; operator or function: "
                  + function
                  + ", number of operands: "
                  + arguments.size());
    }
    return arguments;
  }

  private Condition comparison() {
    Operand left = operand();
    if (in.takeKeyword("BETWEEN")) {
      Operand low = operand();
      in.expectKeyword("AND");
      Operand high = operand();
      checks.requireBounds(left, low, high);
      return new Between(left, low, high);
    }
    if (in.takeKeyword("IN")) {
      return new In(left, candidates());
    }
    Comparator operator = operator(left);
    Operand right = operand();
    if (operator != Comparator.EQ && operator != Comparator.NE) {
      checks.requireOrdered(operator.symbol(), left);
      checks.requireOrdered(operator.symbol(), right);
    }
    checks.requireDistinct(operator.symbol(), left, right);
    return new Comparison(left, operator, right);
  }

  private List<Operand> candidates() {
    in.expectSymbol("(");
    List<Operand> candidates = new ArrayList<>();
    do {
      candidates.add(operand());
    } while (in.takeSymbol(","));
    in.expectSymbol(")");
    if (candidates.size() > MAX_CANDIDATES) {
      throw in.kind()
          .invalid(
              "The IN operator is provided with too many operands; number of operands: "
                  + candidates.size());
    }
    return List.copyOf(candidates);
  }

  private Comparator operator(Operand left) {
    for (Comparator candidate : Comparator.values()) {
      if (in.takeSymbol(candidate.symbol())) {
        return candidate;
      }
    }
    if (left instanceof Size && (in.peek().kind() == Kind.END)) {
      throw in.kind()
          .invalid(
              "The function is not allowed to be used this way in an expression; function: size");
    }
    throw in.syntaxError();
  }

  private Operand operand() {
    if (in.atValue()) {
      return new Literal(in.value());
    }
    if (in.takeSymbol("(")) {
      Operand inner = operand();
      in.expectSymbol(")");
      return inner;
    }
    if (in.peek().kind() == Kind.WORD && in.peekSecond().isSymbol("(")) {
      String name = in.next().text();
      if (!name.equals("size")) {
        throw in.kind()
            .invalid(
                "The function is not allowed to be used this way in an expression; function: "
                    + name);
      }
      Operand of = arguments(name, 1).getFirst();
      Optional<AttributeType> type = OperandChecks.literalType(of);
      if (type.isPresent() && unsized(type.get())) {
        throw checks.wrongType(name, type.get());
      }
      return new Size(of);
    }
    return new At(in.path());
  }

  private static boolean unsized(AttributeType type) {
    return type == AttributeType.N || type == AttributeType.BOOL || type == AttributeType.NULL;
  }
}
