package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Computes: numbers with 34 digits, texts and lists put together. */
final class Arithmetic {
  /** A number of more places, before or behind the point, takes long to compute with. */
  static final int LARGEST_SCALE = 1000;

  private Arithmetic() {}

  static Datum compute(Place place, String operator, Datum left, Datum right) {
    for (Datum side : List.of(left, right)) {
      if (side instanceof Datum.Undefined(String name)) {
        throw new MissingParameterException(name);
      }
    }
    if (operator.equals("+")
        && left instanceof Datum.Text(String a)
        && right instanceof Datum.Text(String b)) {
      return Evaluator.limited(place, a + b);
    }
    if (operator.equals("+")
        && left instanceof Datum.Elements(List<Datum> a)
        && right instanceof Datum.Elements(List<Datum> b)) {
      return Evaluator.limited(place, a, b);
    }
    if (Comparison.comparable(left) instanceof Datum.Number(BigDecimal a)
        && Comparison.comparable(right) instanceof Datum.Number(BigDecimal b)) {
      return new Datum.Number(numbers(place, operator, a, b));
    }
    throw new TemplateEvaluationException(
        place,
        "`%s` goes with numbers. Give the parameter its type, as in `Int32(x) %s 1`."
            .formatted(operator, operator));
  }

  private static BigDecimal numbers(Place place, String operator, BigDecimal a, BigDecimal b) {
    if (Math.abs(a.scale()) > LARGEST_SCALE || Math.abs(b.scale()) > LARGEST_SCALE) {
      throw new TemplateEvaluationException(place, "this number is too large or too small.");
    }
    boolean divides = !operator.equals("+") && !operator.equals("-") && !operator.equals("*");
    if (divides && b.signum() == 0) {
      throw new TemplateEvaluationException(place, "nothing is divided by zero.");
    }
    return switch (operator) {
      case "+" -> a.add(b, MathContext.DECIMAL128);
      case "-" -> a.subtract(b, MathContext.DECIMAL128);
      case "*" -> a.multiply(b, MathContext.DECIMAL128);
      case "/" -> a.divide(b, MathContext.DECIMAL128);
      case "//" -> floor(a, b);
      default -> a.subtract(b.multiply(floor(a, b)), MathContext.DECIMAL128);
    };
  }

  /** Python rounds a whole quotient down, also below zero. */
  private static BigDecimal floor(BigDecimal a, BigDecimal b) {
    return a.divide(b, 0, RoundingMode.FLOOR);
  }
}
