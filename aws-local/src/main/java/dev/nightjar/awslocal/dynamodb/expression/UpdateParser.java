package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Operand.Arithmetic;
import dev.nightjar.awslocal.dynamodb.expression.Operand.At;
import dev.nightjar.awslocal.dynamodb.expression.Operand.IfNotExists;
import dev.nightjar.awslocal.dynamodb.expression.Operand.ListAppend;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Literal;
import dev.nightjar.awslocal.dynamodb.expression.Token.Kind;
import dev.nightjar.awslocal.dynamodb.expression.Update.Amount;
import dev.nightjar.awslocal.dynamodb.expression.Update.Assignment;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Parses update expressions: SET, REMOVE, ADD and DELETE, each at most once, in any order. */
public final class UpdateParser {

  private static final Set<AttributeType> SETS =
      EnumSet.of(AttributeType.SS, AttributeType.NS, AttributeType.BS);
  private static final Set<AttributeType> ADDABLE =
      EnumSet.of(AttributeType.N, AttributeType.SS, AttributeType.NS, AttributeType.BS);

  private final TokenReader in;
  private final OperandChecks checks;
  private final List<Assignment> sets = new ArrayList<>();
  private final List<Path> removes = new ArrayList<>();
  private final List<Amount> adds = new ArrayList<>();
  private final List<Amount> deletes = new ArrayList<>();

  private UpdateParser(TokenReader in) {
    this.in = in;
    this.checks = new OperandChecks(in.kind());
  }

  /**
   * Parses the text of an UpdateExpression.
   *
   * @throws dev.nightjar.awslocal.operation.AwsError ValidationException with what is wrong with it
   */
  public static Update parse(String text, Placeholders placeholders) {
    var parser = new UpdateParser(new TokenReader(ExpressionKind.UPDATE, text, placeholders));
    Update update = parser.update();
    PathRules.requireApart(ExpressionKind.UPDATE, update.paths());
    return update;
  }

  private Update update() {
    Set<String> seen = new TreeSet<>();
    do {
      clause(seen);
    } while (in.peek().kind() != Kind.END);
    return new Update(
        List.copyOf(sets), List.copyOf(removes), List.copyOf(adds), List.copyOf(deletes));
  }

  private void clause(Set<String> seen) {
    String section = in.peek().text().toUpperCase(Locale.ROOT);
    if (in.peek().kind() != Kind.WORD
        || !List.of("SET", "REMOVE", "ADD", "DELETE").contains(section)) {
      throw in.syntaxError();
    }
    if (!seen.add(section)) {
      throw in.kind()
          .invalid(
              "The \"" + section + "\" section can only be used once in an update expression;");
    }
    in.next();
    switch (section) {
      case "SET" -> {
        do {
          sets.add(assignment());
        } while (in.takeSymbol(","));
      }
      case "REMOVE" -> removes.addAll(in.paths());
      case "ADD" -> amounts("ADD", ADDABLE, adds);
      default -> amounts("DELETE", SETS, deletes);
    }
  }

  private Assignment assignment() {
    Path path = in.path();
    in.expectSymbol("=");
    Operand value = operand();
    if (in.takeSymbol("+")) {
      value = arithmetic(value, true, operand());
    } else if (in.takeSymbol("-")) {
      value = arithmetic(value, false, operand());
    }
    return new Assignment(path, value);
  }

  private Operand arithmetic(Operand left, boolean plus, Operand right) {
    String operator = plus ? "+" : "-";
    checks.requireType(operator, left, AttributeType.N);
    checks.requireType(operator, right, AttributeType.N);
    return new Arithmetic(left, plus, right);
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
      return function();
    }
    return new At(in.path());
  }

  private Operand function() {
    String name = in.next().text();
    if (!name.equals("if_not_exists") && !name.equals("list_append")) {
      throw in.kind()
          .invalid(
              (isConditionFunction(name)
                      ? "The function is not allowed in an update expression; function: "
                      : "Invalid function name; function: ")
                  + name);
    }
    in.expectSymbol("(");
    List<Operand> arguments = new ArrayList<>();
    do {
      arguments.add(operand());
    } while (in.takeSymbol(","));
    in.expectSymbol(")");
    if (arguments.size() != 2) {
      throw in.kind()
          .invalid(
              "Incorrect number of operands for operator or function; operator or function: "
                  + name
                  + ", number of operands: "
                  + arguments.size());
    }
    if (name.equals("if_not_exists")) {
      return new IfNotExists(checks.path(name, arguments.getFirst()), arguments.getLast());
    }
    arguments.forEach(argument -> checks.requireType(name, argument, AttributeType.L));
    return new ListAppend(arguments.getFirst(), arguments.getLast());
  }

  private void amounts(String section, Set<AttributeType> allowed, List<Amount> to) {
    do {
      Path path = in.path();
      AttributeValue value = in.value();
      if (!allowed.contains(value.type())) {
        throw in.kind()
            .invalid(
                "Incorrect operand type for operator or function; operator: "
                    + section
                    + ", operand type: "
                    + value.type().word());
      }
      to.add(new Amount(path, value));
    } while (in.takeSymbol(","));
  }

  private static boolean isConditionFunction(String name) {
    return switch (name) {
      case "attribute_exists",
          "attribute_not_exists",
          "attribute_type",
          "begins_with",
          "contains",
          "size" ->
          true;
      default -> false;
    };
  }
}
