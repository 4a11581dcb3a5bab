package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The texts by which a value can be recognized where ClickHouse quotes it. */
final class Texts {
  private Texts() {}

  /** Those of a value, and of all its elements; none of what can only be true or false. */
  static Set<String> of(Datum datum) {
    Set<String> texts = new HashSet<>();
    collect(datum, texts);
    return texts;
  }

  private static void collect(Datum datum, Set<String> texts) {
    switch (datum) {
      case Datum.Text(String text) -> texts.add(text);
      case Datum.Number(BigDecimal number) -> numbers(number, texts);
      case Datum.Elements(List<Datum> elements) ->
          elements.forEach(element -> collect(element, texts));
      case Datum.Entries(Map<String, Datum> entries) ->
          entries.forEach((key, value) -> {
            texts.add(key);
            collect(value, texts);
          });
      case Datum.Typed typed -> {
        collect(typed.value(), texts);
        typed.elements().forEach(element -> collect(element, texts));
      }
      case Datum.Columns(List<String> names, String _) -> texts.addAll(names);
      case Datum.Conditions(List<Datum.Condition> conditions) ->
          conditions.forEach(condition -> collect(condition.value(), texts));
      case Datum.None _, Datum.Undefined _, Datum.Nothing _, Datum.Flag _ -> {
        // there is nothing in them that could be told
      }
    }
  }

  /** As the request has it, and as ClickHouse writes it. */
  private static void numbers(BigDecimal number, Set<String> texts) {
    texts.add(number.toString());
    texts.add(Double.toString(number.doubleValue()));
    if (Math.abs((long) number.scale()) <= Arithmetic.LARGEST_SCALE) {
      texts.add(number.stripTrailingZeros().toPlainString());
    }
  }
}
