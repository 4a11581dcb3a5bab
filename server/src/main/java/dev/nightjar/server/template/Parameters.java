package dev.nightjar.server.template;

import dev.nightjar.clickhouse.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns texts and constants into typed values. */
final class Parameters {
  private static final Pattern COLUMN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_-]*)?");
  private static final int MOST_ELEMENTS = 10_000;
  private static final int LARGEST_SCALE = 1000;

  private Parameters() {}

  /**
   * A scalar.
   *
   * @param parameter whom a message names
   */
  static Datum.Typed scalar(String parameter, ScalarType type, String text) {
    ScalarType.Accepted accepted =
        type.accept(text)
            .orElseThrow(() -> new MalformedParameterException(parameter, text, type.expected()));
    return new Datum.Typed(
        accepted.type(), Parameter.of(accepted.text()), accepted.value(), List.of());
  }

  /** NULL of a type, for a parameter that is not required and not there. */
  static Datum.Typed absent(ScalarType type) {
    return new Datum.Typed(
        "Nullable(" + placeholderType(type) + ")", Parameter.ofNull(), new Datum.None(), List.of());
  }

  /** An array; each text is one element. */
  static Datum.Typed array(String parameter, ScalarType type, List<String> texts) {
    if (texts.size() > MOST_ELEMENTS) {
      throw new MalformedParameterException(
          parameter, texts.size() + " elements", "at most " + MOST_ELEMENTS);
    }
    List<Datum> elements = new ArrayList<>();
    List<ScalarType.Accepted> accepted = new ArrayList<>();
    String elementType = placeholderType(type);
    for (String text : texts) {
      ScalarType.Accepted element =
          type.accept(text)
              .orElseThrow(() ->
                  new MalformedParameterException(
                      parameter, text, "an array, each element " + type.expected()));
      accepted.add(element);
      elements.add(
          new Datum.Typed(
              element.type(), Parameter.of(element.text()), element.value(), List.of()));
      // The finest of DateTime64's precisions holds all the others.
      if (element.type().compareTo(elementType) > 0 || accepted.size() == 1) {
        elementType = element.type();
      }
    }
    List<String> bound = accepted.stream().map(ScalarType.Accepted::text).toList();
    return new Datum.Typed(
        "Array(" + elementType + ")",
        type.isNumber() ? Parameter.ofNumbers(bound) : Parameter.ofArray(bound),
        new Datum.Elements(elements.stream().map(Datum::plain).toList()),
        elements);
  }

  /** Names of columns, checked. */
  static Datum.Columns columns(String parameter, List<String> names, String function) {
    for (String name : names) {
      if (!COLUMN.matcher(name).matches()) {
        throw new MalformedParameterException(
            parameter, name, "the name of a column (letters, digits, `_` and `-`)");
      }
    }
    if (names.isEmpty()) {
      throw new MalformedParameterException(parameter, "", "the name of a column");
    }
    return new Datum.Columns(names, function);
  }

  /** The values of an array: one text is separated at its commas, several stand for themselves. */
  static List<String> elements(List<String> texts) {
    if (texts.size() != 1) {
      return texts;
    }
    return texts.getFirst().isEmpty() ? List.of() : List.of(texts.getFirst().split(",", -1));
  }

  /** A scalar as a request would write it; empty for what is none. */
  static Optional<String> text(Datum datum) {
    return switch (datum.plain()) {
      case Datum.Text(String text) -> Optional.of(text);
      case Datum.Flag(boolean value) -> Optional.of(value ? "true" : "false");
      case Datum.Number(BigDecimal number) ->
          Optional.of(
              Math.abs(number.scale()) > LARGEST_SCALE
                  ? number.toString()
                  : number.toPlainString());
      default -> Optional.empty();
    };
  }

  /** The type of a placeholder before a value says more. */
  private static String placeholderType(ScalarType type) {
    return switch (type.kind()) {
      case TEXT, JSON -> "String";
      case FLAG -> "Bool";
      case MOMENT64 -> "DateTime64(3)";
      default -> type.name();
    };
  }
}
