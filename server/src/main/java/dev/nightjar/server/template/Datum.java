package dev.nightjar.server.template;

import dev.nightjar.clickhouse.Parameter;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value while a template is rendered. */
sealed interface Datum {

  /** Nothing: Python's None. */
  record None() implements Datum {}

  /**
   * A name that the request has no parameter of; as a condition and in comparisons it is nothing.
   */
  record Undefined(String name) implements Datum {}

  /** What writes nothing into a query: the value of a hint. */
  record Nothing() implements Datum {}

  /** A text. */
  record Text(String text) implements Datum {}

  /** A number. */
  record Number(BigDecimal value) implements Datum {}

  /** True or false. */
  record Flag(boolean value) implements Datum {}

  /** A list. */
  record Elements(List<Datum> elements) implements Datum {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /** A JSON object. */
  record Entries(Map<String, Datum> entries) implements Datum {
    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /**
   * A value with a type of ClickHouse; in conditions it is {@code value}.
   *
   * @param parameter what is bound
   * @param elements for an array its elements, each typed
   */
  record Typed(String type, Parameter parameter, Datum value, List<Datum> elements)
      implements Datum {}

  /**
   * Checked names of columns, quoted when written; each inside a call of the function if there is
   * one.
   */
  record Columns(List<String> names, String function) implements Datum {}

  /** Conditions joined by AND: columns compared with typed values. */
  record Conditions(List<Condition> conditions) implements Datum {}

  /** One of them; {@code operator} is SQL. */
  record Condition(String column, String operator, Datum value) {}

  /** The value without its type. */
  default Datum plain() {
    return switch (this) {
      case Typed typed -> typed.value();
      case Columns columns -> new Text(String.join(",", columns.names()));
      default -> this;
    };
  }
}
