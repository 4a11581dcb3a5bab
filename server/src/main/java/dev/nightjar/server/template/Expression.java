package dev.nightjar.server.template;

import java.util.List;
import java.util.Map;

/** An expression of a template. */
sealed interface Expression {

  /** Where it stands. */
  Place place();

  /** A constant. */
  record Literal(Place place, Datum value) implements Expression {}

  /** A variable, or else a parameter of the request. */
  record Name(Place place, String name) implements Expression {}

  /** {@code [a, b]} or {@code (a, b)}. */
  record Listing(Place place, List<Expression> elements) implements Expression {}

  /** {@code {'a': b}}. */
  record Mapping(Place place, Map<String, Expression> entries) implements Expression {}

  /** {@code not a} or {@code -a}. */
  record Unary(Place place, String operator, Expression operand) implements Expression {}

  /** Arithmetic, a comparison, {@code in}, {@code and} or {@code or}. */
  record Binary(Place place, String operator, Expression left, Expression right)
      implements Expression {}

  /** {@code a if condition else b}. */
  record Choice(Place place, Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  /** {@code a[b]}. */
  record Index(Place place, Expression of, Expression index) implements Expression {}

  /** {@code name(a, b, c=d)}. */
  record Call(
      Place place, String function, List<Expression> arguments, Map<String, Expression> named)
      implements Expression {}

  /** {@code a.name(b)}. */
  record Method(Place place, Expression of, String method, List<Expression> arguments)
      implements Expression {}
}
