package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Evaluates expressions. */
final class Evaluator {
  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int CHARACTERS_OF_AN_ELEMENT = 4;
  private static final String LONG = "a text becomes longer than 1 MB.";

  private final Interpreter.Scope scope;
  private final Calls calls;

  Evaluator(Interpreter.Scope scope) {
    this.scope = scope;
    this.calls = new Calls(scope, this);
  }

  Datum evaluate(Expression expression) {
    scope.step(expression.place());
    return switch (expression) {
      case Expression.Literal(Place _, Datum value) -> value;
      case Expression.Name(Place _, String name) -> named(name);
      case Expression.Listing(Place _, List<Expression> elements) ->
          new Datum.Elements(elements.stream().map(this::evaluate).toList());
      case Expression.Mapping(Place _, Map<String, Expression> entries) -> {
        Map<String, Datum> values = new LinkedHashMap<>();
        entries.forEach((key, value) -> values.put(key, evaluate(value)));
        yield new Datum.Entries(values);
      }
      case Expression.Unary unary -> unary(unary);
      case Expression.Binary binary -> binary(binary);
      case Expression.Choice(
              Place _,
              Expression condition,
              Expression then,
              Expression otherwise) ->
          evaluate(isTrue(evaluate(condition)) ? then : otherwise);
      case Expression.Index(Place place, Expression of, Expression index) ->
          element(place, evaluate(of), evaluate(index))
              .orElseThrow(
                  () -> new TemplateEvaluationException(place, "there is no such element."));
      case Expression.Call call -> worked(call.place(), calls.call(call));
      case Expression.Method method -> worked(method.place(), method(method));
    };
  }

  /** Evaluates what is then worked through, which takes longer the longer it is. */
  Datum operand(Expression expression) {
    return worked(expression.place(), evaluate(expression));
  }

  private Datum worked(Place place, Datum value) {
    scope.work(place, length(value));
    return value;
  }

  private static long length(Datum datum) {
    return switch (datum) {
      case Datum.Text(String text) -> text.length();
      case Datum.Typed typed -> typed.parameter().encoded().length();
      case Datum.Elements(List<Datum> elements) ->
          (long) CHARACTERS_OF_AN_ELEMENT * elements.size();
      case Datum.Columns(List<String> names, String _) ->
          (long) CHARACTERS_OF_AN_ELEMENT * names.size();
      default -> 0;
    };
  }

  void step(Place place) {
    scope.step(place);
  }

  /** Whether a value counts as true: Python's rule. */
  static boolean isTrue(Datum datum) {
    return switch (datum.plain()) {
      case Datum.None _, Datum.Undefined _, Datum.Nothing _ -> false;
      case Datum.Text(String text) -> !text.isEmpty();
      case Datum.Number(BigDecimal number) -> number.signum() != 0;
      case Datum.Flag(boolean value) -> value;
      case Datum.Elements(List<Datum> elements) -> !elements.isEmpty();
      case Datum.Entries(Map<String, Datum> entries) -> !entries.isEmpty();
      case Datum.Conditions(List<Datum.Condition> conditions) -> !conditions.isEmpty();
      case Datum.Typed _, Datum.Columns _ -> true;
    };
  }

  /** What a loop runs over. */
  static List<Datum> elements(Place place, Datum datum) {
    if (datum instanceof Datum.Typed typed && typed.type().startsWith("Array(")) {
      return typed.elements();
    }
    return switch (datum.plain()) {
      case Datum.Elements(List<Datum> elements) -> elements;
      case Datum.Entries(Map<String, Datum> entries) ->
          entries.keySet().stream().<Datum>map(Datum.Text::new).toList();
      case Datum.Undefined(String name) -> throw new MissingParameterException(name);
      default -> throw new TemplateEvaluationException(place, "this is not a list.");
    };
  }

  private Datum named(String name) {
    if (scope.isVariable(name)) {
      return scope.variable(name);
    }
    List<String> values = scope.values(name);
    return values.isEmpty() ? new Datum.Undefined(name) : new Datum.Text(values.getLast());
  }

  private Datum unary(Expression.Unary unary) {
    Datum operand = evaluate(unary.operand());
    if (unary.operator().equals("not")) {
      return new Datum.Flag(!isTrue(operand));
    }
    if (Comparison.comparable(operand) instanceof Datum.Number(BigDecimal number)) {
      return new Datum.Number(number.negate());
    }
    throw new TemplateEvaluationException(unary.place(), "a minus stands before a number.");
  }

  private Datum binary(Expression.Binary binary) {
    Datum left = evaluate(binary.left());
    switch (binary.operator()) {
      case "and" -> {
        return isTrue(left) ? evaluate(binary.right()) : left;
      }
      case "or" -> {
        return isTrue(left) ? left : evaluate(binary.right());
      }
      default -> {
        worked(binary.place(), left);
        Datum right = operand(binary.right());
        return Comparison.OPERATORS.contains(binary.operator())
            ? new Datum.Flag(
                Comparison.holds(binary.place(), binary.operator(), left.plain(), right.plain()))
            : Arithmetic.compute(binary.place(), binary.operator(), left.plain(), right.plain());
      }
    }
  }

  private static Optional<Datum> element(Place place, Datum of, Datum index) {
    Datum key = index.plain();
    if (of.plain() instanceof Datum.Entries(Map<String, Datum> entries)
        && key instanceof Datum.Text(String name)) {
      return Optional.ofNullable(entries.get(name));
    }
    if (key instanceof Datum.Number(BigDecimal number)) {
      List<Datum> elements = elements(place, of);
      int size = elements.size();
      boolean within =
          number.stripTrailingZeros().scale() <= 0
              && number.compareTo(BigDecimal.valueOf(-size)) >= 0
              && number.compareTo(BigDecimal.valueOf(size)) < 0;
      int position = within ? number.intValue() : 0;
      return within
          ? Optional.of(elements.get(position < 0 ? size + position : position))
          : Optional.empty();
    }
    throw new TemplateEvaluationException(place, "an element is named by a number or by a text.");
  }

  private Datum method(Expression.Method method) {
    Datum of = operand(method.of());
    List<Datum> arguments = method.arguments().stream().map(this::operand).toList();
    if (method.method().equals("get") && !arguments.isEmpty()) {
      return element(method.place(), of, arguments.getFirst())
          .orElseGet(() -> arguments.size() > 1 ? arguments.get(1) : new Datum.None());
    }
    if (of instanceof Datum.Undefined(String name)) {
      throw new MissingParameterException(name);
    }
    Optional<String> argument =
        arguments.isEmpty() ? Optional.empty() : Parameters.text(arguments.getFirst());
    if (!(of.plain() instanceof Datum.Text(String text))) {
      throw new TemplateEvaluationException(
          method.place(), "`%s` is a method of texts.".formatted(method.method()));
    }
    return switch (method.method()) {
      case "lower" -> new Datum.Text(text.toLowerCase(Locale.ROOT));
      case "upper" -> limited(method.place(), text.toUpperCase(Locale.ROOT));
      case "strip" -> new Datum.Text(text.strip());
      case "split" ->
          new Datum.Elements(
              List.of(text.split(Pattern.quote(needed(method, argument)), -1)).stream()
                  .<Datum>map(Datum.Text::new)
                  .toList());
      case "replace" -> replaced(method, text, arguments);
      case "join" -> joined(method, text, arguments);
      case "startswith" -> new Datum.Flag(text.startsWith(needed(method, argument)));
      case "endswith" -> new Datum.Flag(text.endsWith(needed(method, argument)));
      default ->
          throw new TemplateEvaluationException(
              method.place(), "`%s` is called with too few arguments.".formatted(method.method()));
    };
  }

  private static Datum replaced(Expression.Method method, String text, List<Datum> arguments) {
    List<String> texts =
        arguments.stream().map(Parameters::text).flatMap(Optional::stream).toList();
    if (texts.size() != 2 || texts.getFirst().isEmpty()) {
      throw new TemplateEvaluationException(
          method.place(), "`replace` is given two texts: what, and by what.");
    }
    long times =
        (text.length() - text.replace(texts.getFirst(), "").length()) / texts.getFirst().length();
    if (text.length() + times * texts.getLast().length() > MOST_CHARACTERS) {
      throw new TemplateEvaluationException(method.place(), LONG);
    }
    return new Datum.Text(text.replace(texts.getFirst(), texts.getLast()));
  }

  private static Datum joined(Expression.Method method, String text, List<Datum> arguments) {
    if (arguments.size() != 1) {
      throw new TemplateEvaluationException(method.place(), "`join` is given a list.");
    }
    StringBuilder all = new StringBuilder();
    String between = "";
    for (Datum element : elements(method.place(), arguments.getFirst())) {
      all.append(between)
          .append(
              Parameters.text(element)
                  .orElseThrow(() ->
                      new TemplateEvaluationException(
                          method.place(), "`join` is given a list of texts.")));
      between = text;
      limited(method.place(), all.length());
    }
    return new Datum.Text(all.toString());
  }

  private static String needed(Expression.Method method, Optional<String> argument) {
    return argument
        .filter(text -> !text.isEmpty())
        .orElseThrow(() ->
            new TemplateEvaluationException(
                method.place(), "`%s` is given a text.".formatted(method.method())));
  }

  static Datum limited(Place place, String text) {
    limited(place, text.length());
    return new Datum.Text(text);
  }

  private static void limited(Place place, int length) {
    if (length > MOST_CHARACTERS) {
      throw new TemplateEvaluationException(place, LONG);
    }
  }

  static Datum limited(Place place, List<Datum> one, List<Datum> other) {
    if (one.size() + other.size() > MOST_CHARACTERS / 16) {
      throw new TemplateEvaluationException(place, "a list becomes too long.");
    }
    List<Datum> both = new ArrayList<>(one);
    both.addAll(other);
    return new Datum.Elements(both);
  }
}
