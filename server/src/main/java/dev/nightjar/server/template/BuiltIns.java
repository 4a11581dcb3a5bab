package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Functions that compute with values that are there, and declare no parameter. */
final class BuiltIns {
  private static final String DATE_DIFFERENCE = "date_diff_in_";

  /** The functions' names, with the fewest and the most arguments without a name. */
  private record Shape(int least, int most, Set<String> named, String example) {}

  private static final Set<String> OF_DATES =
      Set.of("date_format", "backup_date_format", "none_if_error");
  private static final Map<String, Shape> SHAPES =
      Map.ofEntries(
          shape("split_to_array", 1, 3, Set.of("default", "separator"), "(name, 'a,b')"),
          shape("enumerate_with_last", 1, 1, Set.of(), "(list)"),
          shape("symbol", 1, 2, Set.of("quote"), "(name)"),
          shape("sql_unescape", 1, 2, Set.of(), "(String(name), '%')"),
          shape("date_diff_in_seconds", 2, 5, OF_DATES, "(date_1, date_2)"),
          shape("date_diff_in_minutes", 2, 5, OF_DATES, "(date_1, date_2)"),
          shape("date_diff_in_hours", 2, 5, OF_DATES, "(date_1, date_2)"),
          shape("date_diff_in_days", 2, 5, OF_DATES, "(date_1, date_2)"),
          shape("tb_secret", 1, 2, Set.of(), "('name')"),
          shape("max_threads", 1, 1, Set.of(), "(1)"),
          shape("range", 1, 3, Set.of(), "(10)"),
          shape("int", 1, 1, Set.of(), "(value)"),
          shape("float", 1, 1, Set.of(), "(value)"),
          shape("str", 1, 1, Set.of(), "(value)"));

  private final Interpreter.Scope scope;
  private final Evaluator evaluator;

  BuiltIns(Interpreter.Scope scope, Evaluator evaluator) {
    this.scope = scope;
    this.evaluator = evaluator;
  }

  /** Whether there is one of that name. */
  static boolean has(String function) {
    return SHAPES.containsKey(function);
  }

  /** How it is called where it is called with these; empty where that is right. */
  static Optional<String> objection(
      String function, List<Expression> arguments, Map<String, Expression> named) {
    Shape shape = SHAPES.get(function);
    boolean right =
        arguments.size() >= shape.least()
            && arguments.size() <= shape.most()
            && shape.named().containsAll(named.keySet());
    return right ? Optional.empty() : Optional.of(function + shape.example());
  }

  Datum call(Expression.Call call) {
    return switch (call.function()) {
      case "split_to_array" -> split(call);
      case "enumerate_with_last" ->
          Lists.withLast(Evaluator.elements(call.place(), argument(call, 0)));
      case "symbol" -> Parameters.columns("symbol", List.of(text(call, argument(call, 0))), "");
      // A bound value needs no escapes, so there are none to be taken out.
      case "sql_unescape" -> argument(call, 0);
      case "tb_secret" -> secret(call);
      case "max_threads" -> {
        number(call, argument(call, 0));
        yield new Datum.Nothing();
      }
      case "range" ->
          Lists.range(
              call.place(),
              call.arguments().stream()
                  .map(argument -> number(call, evaluator.evaluate(argument)))
                  .toList());
      case "int" -> new Datum.Number(whole(call, number(call, argument(call, 0))));
      case "float" -> new Datum.Number(number(call, argument(call, 0)));
      case "str" -> new Datum.Text(text(call, argument(call, 0)));
      default -> dateDifference(call);
    };
  }

  private Datum split(Expression.Call call) {
    Datum value = argument(call, 0);
    if (value.plain() instanceof Datum.Elements) {
      return value;
    }
    Optional<String> fallback = stated(call, "default", 1).flatMap(Parameters::text);
    String separator = stated(call, "separator", 2).flatMap(Parameters::text).orElse(",");
    if (isAbsent(value)) {
      if (fallback.isEmpty() && value instanceof Datum.Undefined(String name)) {
        throw new MissingParameterException(name);
      }
      return Lists.split(call.place(), fallback.orElse(""), separator);
    }
    return Lists.split(call.place(), text(call, value), separator);
  }

  private Datum dateDifference(Expression.Call call) {
    List<String> formats = new ArrayList<>();
    formats.add(
        stated(call, "date_format", 2).flatMap(Parameters::text).orElse(DateDifference.USUAL));
    stated(call, "backup_date_format", 3).flatMap(Parameters::text).ifPresent(formats::add);
    boolean orNone = stated(call, "none_if_error", 4).filter(Evaluator::isTrue).isPresent();
    List<LocalDateTime> moments = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String text = text(call, argument(call, i));
      Optional<LocalDateTime> moment = DateDifference.moment(call.place(), text, formats);
      if (moment.isEmpty() && orNone) {
        return new Datum.None();
      }
      moments.add(
          moment.orElseThrow(() ->
              new MalformedParameterException(
                  subject(call), text, "a date as " + String.join(" or ", formats))));
    }
    String unit = call.function().substring(DATE_DIFFERENCE.length());
    return new Datum.Number(
        BigDecimal.valueOf(DateDifference.between(moments.getFirst(), moments.getLast(), unit)));
  }

  private Datum secret(Expression.Call call) {
    String name = text(call, argument(call, 0));
    Optional<Datum> fallback = stated(call, "default", 1);
    return scope
        .secret(name)
        .<Datum>map(Datum.Text::new)
        .or(() -> fallback)
        .orElseThrow(() ->
            new TemplateEvaluationException(
                call.place(), "there is no secret `%s` here.".formatted(name)));
  }

  private Datum argument(Expression.Call call, int position) {
    return evaluator.operand(call.arguments().get(position));
  }

  private Optional<Datum> stated(Expression.Call call, String name, int position) {
    Expression named = call.named().get(name);
    if (named == null && call.arguments().size() > position) {
      named = call.arguments().get(position);
    }
    return Optional.ofNullable(named).map(evaluator::operand);
  }

  private static boolean isAbsent(Datum datum) {
    return datum.plain() instanceof Datum.None || datum.plain() instanceof Datum.Undefined;
  }

  private static String subject(Expression.Call call) {
    return call.arguments().stream()
        .flatMap(argument -> ParameterNames.in(argument).stream())
        .findFirst()
        .orElse(call.function());
  }

  private static String text(Expression.Call call, Datum datum) {
    if (datum instanceof Datum.Undefined(String name)) {
      throw new MissingParameterException(name);
    }
    return Parameters.text(datum)
        .orElseThrow(() ->
            new TemplateEvaluationException(
                call.place(), "`%s` is given a simple value.".formatted(call.function())));
  }

  private static BigDecimal whole(Expression.Call call, BigDecimal number) {
    if (Math.abs((long) number.scale()) > Arithmetic.LARGEST_SCALE) {
      throw new TemplateEvaluationException(call.place(), "this number is too large or too small.");
    }
    return number.setScale(0, RoundingMode.DOWN);
  }

  private static BigDecimal number(Expression.Call call, Datum datum) {
    if (Comparison.comparable(datum) instanceof Datum.Number(BigDecimal value)) {
      return value;
    }
    String text = text(call, datum);
    return ScalarType.of("Float64")
        .flatMap(type -> type.accept(text))
        .map(accepted -> ((Datum.Number) accepted.value()).value())
        .orElseThrow(() -> new MalformedParameterException(subject(call), text, "a number"));
  }

  private static Map.Entry<String, Shape> shape(
      String name, int least, int most, Set<String> named, String example) {
    return Map.entry(name, new Shape(least, most, named, example));
  }
}
