package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads expressions: Python's, as far as templates use them. */
final class ExpressionParser {
  // Together they bound how deep the tree of an expression can be, and so the stack that it takes.
  private static final int DEEPEST = 100;
  private static final int MOST_LINKS = 300;
  private static final List<Set<String>> LEVELS =
      List.of(Set.of("or"), Set.of("and"), Set.of("+", "-"), Set.of("*", "/", "%", "//"));
  private static final Set<String> COMPARISONS =
      Set.of("==", "!=", "<", "<=", ">", ">=", "in", "is");
  private static final Set<String> WORDS =
      Set.of("and", "or", "not", "in", "is", "if", "else", "for", "lambda", "import");

  private final Places places;
  private final List<Token> tokens;
  private int at;
  private int depth;
  private int links;

  ExpressionParser(String template, Places places, int from, int to) {
    this.places = places;
    this.tokens = Tokens.of(template, places, from, to);
  }

  /** The expression, which must be all there is. */
  Expression whole() {
    Expression expression = expression();
    expectEnd();
    return expression;
  }

  Expression expression() {
    deeper();
    Place place = place();
    Expression value = binary(0);
    if (accept("if")) {
      Expression condition = binary(0);
      expect("else");
      value = new Expression.Choice(place, condition, value, expression());
    }
    depth--;
    return value;
  }

  /** A name that is not one of the language's words. */
  String name() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.NAME || WORDS.contains(token.text())) {
      throw unexpected("A name");
    }
    at++;
    return token.text();
  }

  /** Steps over the first word of a statement, if there is one. */
  void skip() {
    if (tokens.get(at).kind() != Token.Kind.END) {
      at++;
    }
  }

  boolean accept(String text) {
    if (tokens.get(at).is(text)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String text) {
    if (!accept(text)) {
      throw unexpected("`" + text + "`");
    }
  }

  void expectEnd() {
    if (tokens.get(at).kind() != Token.Kind.END) {
      throw unexpected("The end of the tag");
    }
  }

  Place place() {
    return places.at(tokens.get(at).index());
  }

  /** One level of precedence; comparisons and NOT stand between AND and arithmetic. */
  private Expression binary(int level) {
    if (level == 2) {
      return negation();
    }
    return chain(level, () -> binary(level + 1));
  }

  private Expression chain(int level, Supplier<Expression> operand) {
    Expression left = operand.get();
    while (tokens.get(at).kind() != Token.Kind.STRING
        && LEVELS.get(level).contains(tokens.get(at).text())) {
      link();
      Place place = place();
      String operator = tokens.get(at++).text();
      left = new Expression.Binary(place, operator, left, operand.get());
    }
    return left;
  }

  private Expression negation() {
    Place place = place();
    if (accept("not")) {
      deeper();
      Expression operand = negation();
      depth--;
      return new Expression.Unary(place, "not", operand);
    }
    Expression left = arithmetic();
    Place operatorPlace = place();
    String operator = comparison();
    return operator.isEmpty()
        ? left
        : new Expression.Binary(operatorPlace, operator, left, arithmetic());
  }

  private String comparison() {
    Token token = tokens.get(at);
    if (token.is("not") && tokens.get(at + 1).is("in")) {
      at += 2;
      return "not in";
    }
    if (token.kind() == Token.Kind.STRING || !COMPARISONS.contains(token.text())) {
      return "";
    }
    at++;
    if (token.is("is")) {
      return accept("not") ? "!=" : "==";
    }
    return token.text();
  }

  private Expression arithmetic() {
    return chain(2, () -> chain(3, this::unary));
  }

  private Expression unary() {
    Place place = place();
    if (accept("-")) {
      deeper();
      Expression operand = unary();
      depth--;
      return new Expression.Unary(place, "-", operand);
    }
    return postfix(primary());
  }

  private Expression postfix(Expression primary) {
    Expression value = primary;
    while (true) {
      Place place = place();
      if (accept("[")) {
        link();
        value = new Expression.Index(place, value, expression());
        expect("]");
      } else if (accept(".")) {
        link();
        String method = name();
        expect("(");
        List<Expression> arguments = listUntil(")");
        Functions.checkMethod(place, method);
        value = new Expression.Method(place, value, method, arguments);
      } else {
        return value;
      }
    }
  }

  private Expression primary() {
    Place place = place();
    Token token = tokens.get(at);
    switch (token.kind()) {
      case STRING -> {
        at++;
        return new Expression.Literal(place, new Datum.Text(token.text()));
      }
      case NUMBER -> {
        at++;
        return new Expression.Literal(place, new Datum.Number(new BigDecimal(token.text())));
      }
      case NAME -> {
        return named(place);
      }
      default -> {
        if (accept("(")) {
          Expression first = expression();
          if (accept(")")) {
            return first;
          }
          expect(",");
          List<Expression> elements = listUntil(")");
          elements.addFirst(first);
          return new Expression.Listing(place, elements);
        }
        if (accept("[")) {
          return new Expression.Listing(place, listUntil("]"));
        }
        if (accept("{")) {
          return mapping(place);
        }
        throw unexpected("A value");
      }
    }
  }

  private Expression named(Place place) {
    String name = name();
    switch (name) {
      case "True", "true" -> {
        return new Expression.Literal(place, new Datum.Flag(true));
      }
      case "False", "false" -> {
        return new Expression.Literal(place, new Datum.Flag(false));
      }
      case "None" -> {
        return new Expression.Literal(place, new Datum.None());
      }
      default -> {
        return accept("(") ? call(place, name) : new Expression.Name(place, name);
      }
    }
  }

  private Expression call(Place place, String function) {
    List<Expression> arguments = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!accept(")")) {
      Place here = place();
      if (tokens.get(at).kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
        String name = name();
        expect("=");
        if (named.put(name, expression()) != null) {
          throw new TemplateSyntaxException(here, "`%s` is given twice.".formatted(name));
        }
      } else if (named.isEmpty()) {
        arguments.add(expression());
      } else {
        throw new TemplateSyntaxException(
            here, "Arguments without a name come before those with one.");
      }
      if (!tokens.get(at).is(")")) {
        expect(",");
      }
    }
    Functions.check(place, function, arguments, named);
    return new Expression.Call(place, function, arguments, named);
  }

  private List<Expression> listUntil(String closing) {
    List<Expression> elements = new ArrayList<>();
    while (!accept(closing)) {
      elements.add(expression());
      if (!tokens.get(at).is(closing)) {
        expect(",");
      }
    }
    return elements;
  }

  private Expression mapping(Place place) {
    Map<String, Expression> entries = new LinkedHashMap<>();
    while (!accept("}")) {
      Token key = tokens.get(at++);
      if (key.kind() != Token.Kind.STRING) {
        at--;
        throw unexpected("A key in quotes");
      }
      expect(":");
      entries.put(key.text(), expression());
      if (!tokens.get(at).is("}")) {
        expect(",");
      }
    }
    return new Expression.Mapping(place, entries);
  }

  private void link() {
    if (++links > MOST_LINKS) {
      throw new TemplateSyntaxException(place(), "This expression is too long.");
    }
  }

  private void deeper() {
    if (++depth > DEEPEST) {
      throw new TemplateSyntaxException(place(), "This expression is nested too deeply.");
    }
  }

  private TemplateSyntaxException unexpected(String expected) {
    Token token = tokens.get(at);
    return new TemplateSyntaxException(
        place(),
        token.kind() == Token.Kind.END
            ? expected + " is missing here."
            : "%s is expected here, not `%s`.".formatted(expected, token.text()));
  }
}
