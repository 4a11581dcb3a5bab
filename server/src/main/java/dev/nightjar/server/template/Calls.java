package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls functions: parameters with their types, and the few others. */
final class Calls {
  private static final int BAD_REQUEST = 400;

  private final Interpreter.Scope scope;
  private final Evaluator evaluator;
  private final BuiltIns builtIns;

  Calls(Interpreter.Scope scope, Evaluator evaluator) {
    this.scope = scope;
    this.evaluator = evaluator;
    this.builtIns = new BuiltIns(scope, evaluator);
  }

  Datum call(Expression.Call call) {
    Optional<ScalarType> scalar = ScalarType.of(call.function());
    if (scalar.isPresent()) {
      return scalar(call, scalar.get());
    }
    Expression first = call.arguments().isEmpty() ? null : call.arguments().getFirst();
    return switch (call.function()) {
      case "Array" -> array(call);
      case "column", "columns" -> columns(call);
      case "defined" ->
          new Datum.Flag(
              first instanceof Expression.Name(Place _, String name)
                  && (scope.isVariable(name)
                      ? !(scope.variable(name) instanceof Datum.Undefined)
                      : !scope.values(name).isEmpty()));
      case "len" -> length(call.place(), evaluator.evaluate(first));
      case "sql_and" -> conditions(call);
      case "error" ->
          throw refusal(
              BAD_REQUEST,
              Map.of(
                  "error",
                  Parameters.text(evaluator.evaluate(first)).<Object>map(t -> t).orElse("error")));
      case "custom_error" -> throw customError(call);
      default -> builtIns.call(call);
    };
  }

  private Datum scalar(Expression.Call call, ScalarType type) {
    List<String> texts = stated(call);
    if (texts.isEmpty()) {
      Optional<Datum> value = otherwise(call);
      if (value.isEmpty()) {
        return Parameters.absent(type);
      }
      texts =
          List.of(
              Parameters.text(value.get())
                  .orElseThrow(() ->
                      new TemplateEvaluationException(
                          call.place(), "this is not %s.".formatted(type.expected()))));
    }
    String text = texts.getLast();
    Datum.Typed typed = Parameters.scalar(subject(call), type, text);
    checkEnumeration(call, List.of(text));
    return typed;
  }

  private Datum array(Expression.Call call) {
    ScalarType type = Functions.elementType(call.arguments());
    List<String> texts = stated(call);
    List<String> elements = Parameters.elements(texts);
    if (texts.isEmpty()) {
      Optional<Datum> value = otherwise(call);
      if (value.isEmpty()) {
        return new Datum.None();
      }
      elements = listed(call, value.get());
    }
    Datum.Typed typed = Parameters.array(subject(call), type, elements);
    checkEnumeration(call, elements);
    return typed;
  }

  private Datum columns(Expression.Call call) {
    boolean several = call.function().equals("columns");
    List<String> names = stated(call);
    if (names.isEmpty()) {
      names =
          otherwise(call)
              .map(value -> listed(call, value))
              .orElseThrow(() -> new MissingParameterException(subject(call)));
    } else {
      names = several ? Parameters.elements(names) : List.of(names.getLast());
    }
    String function = Functions.constant(call, "fn").flatMap(Parameters::text).orElse("");
    List<String> bare = names.stream().map(String::strip).toList();
    Datum.Columns columns = Parameters.columns(subject(call), bare, function);
    checkEnumeration(call, bare);
    return columns;
  }

  /**
   * The texts that a request, or a variable of the template, gives the call; none if it gives none.
   */
  private List<String> stated(Expression.Call call) {
    Expression first = call.arguments().getFirst();
    if (first instanceof Expression.Name(Place _, String name) && !scope.isVariable(name)) {
      return scope.values(name);
    }
    Datum value = evaluator.evaluate(first);
    return switch (value.plain()) {
      case Datum.None _, Datum.Undefined _ -> List.of();
      case Datum.Elements _ -> listed(call, value);
      default ->
          List.of(
              Parameters.text(value)
                  .orElseThrow(() ->
                      new TemplateEvaluationException(
                          call.place(), "an object is not a value of this type.")));
    };
  }

  /** The default; empty if the parameter may be absent; else it is missed. */
  private Optional<Datum> otherwise(Expression.Call call) {
    Optional<Datum> required =
        Optional.ofNullable(call.named().get("required")).map(evaluator::evaluate);
    boolean mustBeThere = required.filter(Evaluator::isTrue).isPresent();
    Optional<Datum> value =
        Functions.defaultOf(call)
            .map(evaluator::evaluate)
            .filter(datum -> !(datum instanceof Datum.Undefined));
    if (mustBeThere || (value.isEmpty() && required.isEmpty())) {
      throw new MissingParameterException(subject(call));
    }
    return value.filter(datum -> !(datum instanceof Datum.None));
  }

  /** Whom a message about the call names. */
  private static String subject(Expression.Call call) {
    return ParameterNames.in(call.arguments().getFirst()).stream()
        .findFirst()
        .orElse(call.function());
  }

  private List<String> listed(Expression.Call call, Datum value) {
    if (value.plain() instanceof Datum.Elements(List<Datum> elements)) {
      List<String> texts = new ArrayList<>();
      for (Datum element : elements) {
        texts.add(
            Parameters.text(element)
                .orElseThrow(() ->
                    new TemplateEvaluationException(
                        call.place(), "an element of this list is not a simple value.")));
      }
      return texts;
    }
    return Parameters.elements(Parameters.text(value).map(List::of).orElse(List.of()));
  }

  private void checkEnumeration(Expression.Call call, List<String> texts) {
    Expression enumeration = call.named().get("enum");
    if (enumeration == null) {
      return;
    }
    List<String> allowed = listed(call, evaluator.evaluate(enumeration));
    for (String text : texts) {
      if (!allowed.contains(text)) {
        throw new MalformedParameterException(
            subject(call), text, "one of " + String.join(", ", allowed));
      }
    }
  }

  private Datum conditions(Expression.Call call) {
    List<Datum.Condition> conditions = new ArrayList<>();
    call.named()
        .forEach((argument, expression) -> {
          if (isAbsent(expression)) {
            return;
          }
          Datum.Condition condition = Functions.condition(call.place(), argument);
          conditions.add(
              new Datum.Condition(
                  condition.column(), condition.operator(), evaluator.evaluate(expression)));
        });
    return new Datum.Conditions(conditions);
  }

  /**
   * Whether a typed parameter is neither in the request nor has a default: its condition is left
   * out.
   */
  private boolean isAbsent(Expression expression) {
    return switch (expression) {
      case Expression.Call call when Functions.declares(call.function()) ->
          call.arguments().getFirst() instanceof Expression.Name(Place _, String name)
              && !scope.isVariable(name)
              && scope.values(name).isEmpty()
              && Functions.defaultOf(call).isEmpty();
      case Expression.Name(Place _, String name) ->
          !scope.isVariable(name) && scope.values(name).isEmpty();
      default -> false;
    };
  }

  private static Datum length(Place place, Datum of) {
    int length =
        of.plain() instanceof Datum.Text(String text)
            ? text.codePointCount(0, text.length())
            : Evaluator.elements(place, of).size();
    return new Datum.Number(BigDecimal.valueOf(length));
  }

  private TemplateErrorException customError(Expression.Call call) {
    Datum what = evaluator.evaluate(call.arguments().getFirst()).plain();
    int status = BAD_REQUEST;
    if (call.arguments().size() == 2
        && evaluator.evaluate(call.arguments().get(1)).plain()
            instanceof Datum.Number(BigDecimal number)
        && number.compareTo(BigDecimal.valueOf(400)) >= 0
        && number.compareTo(BigDecimal.valueOf(600)) < 0) {
      status = number.intValue();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (what instanceof Datum.Entries(Map<String, Datum> entries)) {
      entries.forEach((key, value) -> fields.put(key, plainJava(value)));
    } else {
      fields.put("error", plainJava(what));
    }
    return refusal(status, fields);
  }

  private static TemplateErrorException refusal(int status, Map<String, Object> fields) {
    return new TemplateErrorException(
        status, String.valueOf(fields.getOrDefault("error", "error")), fields);
  }

  private static Object plainJava(Datum datum) {
    return switch (datum.plain()) {
      case Datum.Flag(boolean value) -> value;
      case Datum.Number(BigDecimal number) -> number;
      case Datum.Elements(List<Datum> elements) -> elements.stream().map(Calls::plainJava).toList();
      case Datum.Entries(Map<String, Datum> entries) -> {
        Map<String, Object> values = new LinkedHashMap<>();
        entries.forEach((key, value) -> values.put(key, plainJava(value)));
        yield values;
      }
      case Datum other -> Parameters.text(other).orElse("");
    };
  }
}
