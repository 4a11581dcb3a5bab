package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares values: Python's rules. */
final class Comparison {
  static final Set<String> OPERATORS = Set.of("==", "!=", "<", "<=", ">", ">=", "in", "not in");

  private Comparison() {}

  static boolean holds(Place place, String operator, Datum left, Datum right) {
    return switch (operator) {
      case "==" -> equal(left, right);
      case "!=" -> !equal(left, right);
      case "in" -> contains(place, left, right);
      case "not in" -> !contains(place, left, right);
      default -> {
        int order = order(place, left, right);
        yield switch (operator) {
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
      }
    };
  }

  /** The value without its type; true and false as 1 and 0, a name that is not there as nothing. */
  static Datum comparable(Datum datum) {
    return switch (datum.plain()) {
      case Datum.Flag(boolean value) -> new Datum.Number(value ? BigDecimal.ONE : BigDecimal.ZERO);
      case Datum.Undefined _ -> new Datum.None();
      default -> datum.plain();
    };
  }

  private static boolean equal(Datum left, Datum right) {
    Datum one = comparable(left);
    Datum other = comparable(right);
    if (one instanceof Datum.Number(BigDecimal a) && other instanceof Datum.Number(BigDecimal b)) {
      return a.compareTo(b) == 0;
    }
    if (one instanceof Datum.Elements(List<Datum> a)
        && other instanceof Datum.Elements(List<Datum> b)) {
      boolean same = a.size() == b.size();
      for (int i = 0; same && i < a.size(); i++) {
        same = equal(a.get(i), b.get(i));
      }
      return same;
    }
    return one.equals(other);
  }

  private static boolean contains(Place place, Datum left, Datum right) {
    return switch (comparable(right)) {
      case Datum.Text(String text) when comparable(left) instanceof Datum.Text(String part) ->
          text.contains(part);
      case Datum.Elements(List<Datum> elements) ->
          elements.stream().anyMatch(element -> equal(left, element));
      case Datum.Entries(Map<String, Datum> entries) ->
          comparable(left) instanceof Datum.Text(String key) && entries.containsKey(key);
      case Datum.None _ when right instanceof Datum.Undefined(String name) ->
          throw new MissingParameterException(name);
      default ->
          throw new TemplateEvaluationException(place, "`in` looks into a list or into a text.");
    };
  }

  private static int order(Place place, Datum left, Datum right) {
    Datum one = comparable(left);
    Datum other = comparable(right);
    if (one instanceof Datum.Number(BigDecimal a) && other instanceof Datum.Number(BigDecimal b)) {
      return a.compareTo(b);
    }
    if (one instanceof Datum.Text(String a) && other instanceof Datum.Text(String b)) {
      return a.compareTo(b);
    }
    for (Datum side : List.of(left, right)) {
      if (side instanceof Datum.Undefined(String name)) {
        throw new MissingParameterException(name);
      }
    }
    throw new TemplateEvaluationException(
        place,
        "a text and a number have no order. Give the parameter its type, as in `Int32(x) > 5`.");
  }
}
