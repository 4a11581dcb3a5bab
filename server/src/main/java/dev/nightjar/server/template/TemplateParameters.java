package dev.nightjar.server.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters that a template declares. Where one is declared several times, the last type, the
 * last default and the last description count, and it is required only if no declaration has a
 * default or says otherwise.
 */
public final class TemplateParameters {
  private TemplateParameters() {}

  /** The parameters of a template, in the order of their first declaration. */
  public static List<TemplateParameter> of(Template template) {
    return template.parameters();
  }

  /** The parameters of several templates, each once, in the order of their first declaration. */
  public static List<TemplateParameter> united(List<TemplateParameter> parameters) {
    Map<String, TemplateParameter> found = new LinkedHashMap<>();
    parameters.forEach(
        parameter -> found.merge(parameter.name(), parameter, TemplateParameters::merged));
    return new ArrayList<>(found.values());
  }

  static List<TemplateParameter> of(List<Part> parts) {
    Set<String> variables = ParameterNames.variables(parts);
    Map<String, TemplateParameter> found = new LinkedHashMap<>();
    ParameterNames.each(
        parts,
        expression -> {
          if (expression instanceof Expression.Call call
              && Functions.declares(call.function())
              && call.arguments().getFirst() instanceof Expression.Name(Place _, String name)
              && !variables.contains(name)) {
            found.merge(name, declared(name, call), TemplateParameters::merged);
          }
        });
    return new ArrayList<>(found.values());
  }

  private static TemplateParameter declared(String name, Expression.Call call) {
    Optional<Boolean> required = Functions.constant(call, "required").map(Evaluator::isTrue);
    Optional<Expression> fallback =
        Functions.defaultOf(call)
            .filter(value ->
                !(value instanceof Expression.Literal(Place _, Datum constant)
                    && constant instanceof Datum.None));
    return new TemplateParameter(
        name,
        type(call),
        fallback.flatMap(TemplateParameters::text),
        required.orElse(fallback.isEmpty()),
        Functions.constant(call, "description").flatMap(Parameters::text),
        allowed(call),
        Optional.ofNullable(call.named().get("example")).flatMap(TemplateParameters::text));
  }

  private static TemplateParameter merged(TemplateParameter first, TemplateParameter last) {
    return new TemplateParameter(
        first.name(),
        last.type(),
        last.defaultValue().filter(text -> !text.isEmpty()).or(first::defaultValue),
        first.required() && last.required(),
        last.description().filter(text -> !text.isEmpty()).or(first::description),
        last.allowed().isEmpty() ? first.allowed() : last.allowed(),
        last.example().or(first::example));
  }

  private static List<String> allowed(Expression.Call call) {
    return call.named().get("enum") instanceof Expression.Listing(Place _, List<Expression> values)
        ? values.stream().map(TemplateParameters::text).flatMap(Optional::stream).toList()
        : List.of();
  }

  private static String type(Expression.Call call) {
    return call.function().equals("Array")
        ? "Array(" + Functions.elementType(call.arguments()).name() + ")"
        : ScalarType.of(call.function()).map(ScalarType::name).orElse(call.function());
  }

  private static Optional<String> text(Expression expression) {
    return switch (expression) {
      case Expression.Literal(Place _, Datum value) -> Parameters.text(value);
      case Expression.Unary(Place _, String operator, Expression operand)
          when operator.equals("-") ->
          text(operand).map(number -> "-" + number);
      case Expression.Listing(Place _, List<Expression> elements) ->
          Optional.of(
              elements.stream()
                  .map(TemplateParameters::text)
                  .flatMap(Optional::stream)
                  .collect(Collectors.joining(",")));
      default -> Optional.empty();
    };
  }
}
