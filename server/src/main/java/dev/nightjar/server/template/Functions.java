package dev.nightjar.server.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions and methods that templates can call, and the shapes of their calls. */
final class Functions {
  /** What may be told of a parameter beside its default. */
  private static final Set<String> ABOUT_A_PARAMETER =
      Set.of("default", "required", "description", "format", "example", "enum", "order");

  private static final Set<String> OTHERS =
      Set.of("Array", "column", "columns", "defined", "error", "custom_error", "sql_and", "len");

  /** Functions of Tinybird's that would let a request choose what it reads, or how. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "table",
              "`table` is not available: a request cannot choose the table. Name it in the SQL, with `{% if %}` where there are several.",
          "TABLE",
              "`TABLE` is not available: a request cannot choose the table. Name it in the SQL, with `{% if %}` where there are several.",
          "activate_feature", "`activate_feature` is not available here.",
          "backend_hint", "`backend_hint` is not available here.",
          "cache_ttl", "`cache_ttl` is not available: state `CACHE` behind `TYPE endpoint`.",
          "min_insert_block_size_rows", "`min_insert_block_size_rows` is not available here.");

  private static final Set<String> METHODS =
      Set.of(
          "get", "split", "lower", "upper", "strip", "startswith", "endswith", "replace", "join");

  /** The comparisons of {@code sql_and}, by what follows the column's name and two underscores. */
  static final Map<String, String> COMPARISONS =
      Map.of(
          "in", "IN", "not_in", "NOT IN", "gt", ">", "lt", "<", "gte", ">=", "lte", "<=", "eq", "=",
          "ne", "!=");

  private Functions() {}

  /** Whether a call of the function declares the parameter that is its first argument. */
  static boolean declares(String function) {
    return ScalarType.of(function).isPresent()
        || function.equals("Array")
        || function.equals("column")
        || function.equals("columns");
  }

  /** The scalar type of an array's elements: its second argument if that names one, else String. */
  static ScalarType elementType(List<Expression> arguments) {
    return arguments.size() < 2
        ? ScalarType.of("String").orElseThrow()
        : typeName(arguments.get(1)).orElseGet(() -> ScalarType.of("String").orElseThrow());
  }

  /** The default of a typed call; empty if it has none. */
  static Optional<Expression> defaultOf(Expression.Call call) {
    Expression named = call.named().get("default");
    if (named != null) {
      return Optional.of(named);
    }
    int position =
        call.function().equals("Array")
                && call.arguments().size() > 1
                && typeName(call.arguments().get(1)).isPresent()
            ? 2
            : 1;
    return call.arguments().size() > position
        ? Optional.of(call.arguments().get(position))
        : Optional.empty();
  }

  /** A constant argument by name. */
  static Optional<Datum> constant(Expression.Call call, String name) {
    return call.named().get(name) instanceof Expression.Literal(Place _, Datum value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Refuses what can never be called. */
  static void check(
      Place place, String function, List<Expression> arguments, Map<String, Expression> named) {
    if (BuiltIns.has(function)) {
      BuiltIns.objection(function, arguments, named)
          .ifPresent(shape -> {
            throw new TemplateSyntaxException(place, "It is called as `%s`.".formatted(shape));
          });
      return;
    }
    if (REFUSED.containsKey(function)) {
      throw new TemplateSyntaxException(place, REFUSED.get(function));
    }
    if (!ScalarType.of(function).isPresent() && !OTHERS.contains(function)) {
      throw new TemplateSyntaxException(
          place,
          "There is no function `%s` in templates. A parameter is read by its type, for example `String(name, 'default')`."
              .formatted(function));
    }
    if (declares(function)) {
      checkTyped(place, function, arguments, named);
      return;
    }
    if (function.equals("sql_and")) {
      named.keySet().forEach(name -> condition(place, name));
      refuse(place, function, !arguments.isEmpty());
      return;
    }
    int most = function.equals("custom_error") ? 2 : 1;
    refuse(place, function, arguments.isEmpty() || arguments.size() > most || !named.isEmpty());
    if (function.equals("defined")) {
      refuse(place, function, !(arguments.getFirst() instanceof Expression.Name));
    }
  }

  /** Refuses methods that there are not. */
  static void checkMethod(Place place, String method) {
    if (!METHODS.contains(method)) {
      throw new TemplateSyntaxException(
          place, "There is no method `%s` in templates.".formatted(method));
    }
  }

  /** The column and the operator of an argument of {@code sql_and}. */
  static Datum.Condition condition(Place place, String argument) {
    int underscores = argument.lastIndexOf("__");
    String operator = underscores > 0 ? COMPARISONS.get(argument.substring(underscores + 2)) : null;
    if (operator == null) {
      throw new TemplateSyntaxException(
          place,
          "`%s` is not a condition. It is a column's name, two underscores and one of %s."
              .formatted(
                  argument, String.join(", ", COMPARISONS.keySet().stream().sorted().toList())));
    }
    return new Datum.Condition(argument.substring(0, underscores), operator, new Datum.None());
  }

  private static void checkTyped(
      Place place, String function, List<Expression> arguments, Map<String, Expression> named) {
    int most = function.equals("Array") ? 3 : 2;
    refuse(place, function, arguments.isEmpty() || arguments.size() > most);
    for (String name : named.keySet()) {
      boolean known =
          ABOUT_A_PARAMETER.contains(name) || (name.equals("fn") && function.equals("columns"));
      if (!known) {
        throw new TemplateSyntaxException(
            place, "`%s` has no argument `%s`.".formatted(function, name));
      }
    }
    if (function.startsWith("column") && !(arguments.getFirst() instanceof Expression.Name)) {
      throw new TemplateSyntaxException(
          place, "`%s` is given the name of a parameter.".formatted(function));
    }
    Expression fn = named.get("fn");
    if (fn != null
        && !(fn instanceof Expression.Literal(Place _, Datum.Text(String text))
            && text.matches("[A-Za-z][A-Za-z0-9]*"))) {
      throw new TemplateSyntaxException(
          place, "`fn` is the name of a function in quotes, for example `fn='sum'`.");
    }
    if (function.equals("Array") && arguments.size() == 3 && typeName(arguments.get(1)).isEmpty()) {
      throw new TemplateSyntaxException(
          place, "The second argument of `Array` is a type in quotes, for example `'Int32'`.");
    }
  }

  private static Optional<ScalarType> typeName(Expression argument) {
    return argument instanceof Expression.Literal(Place _, Datum.Text(String text))
        ? ScalarType.of(text)
        : Optional.empty();
  }

  private static void refuse(Place place, String function, boolean wrong) {
    if (wrong) {
      String shape =
          switch (function) {
            case "defined" -> "defined(name)";
            case "error" -> "error('message')";
            case "custom_error" -> "custom_error({'error': 'message'})";
            case "len" -> "len(list)";
            case "sql_and" -> "sql_and(column__gte=Int32(name), …)";
            case "Array" -> "Array(name, 'Type', default='a,b')";
            case "columns" -> "columns(name, 'a,b')";
            default -> function + "(name, default)";
          };
      throw new TemplateSyntaxException(place, "It is called as `%s`.".formatted(shape));
    }
  }
}
