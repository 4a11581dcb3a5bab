package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Makes lists: cuts texts into them, counts, and marks the last element. */
final class Lists {
  private static final int MOST_ELEMENTS = 10_000;

  private Lists() {}

  /** The parts of a text between separators, without the blanks around them. */
  static Datum split(Place place, String text, String separator) {
    if (separator.isEmpty()) {
      throw new TemplateEvaluationException(place, "the separator is empty.");
    }
    List<Datum> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(new Datum.Text(text.substring(start, end).strip()));
      start = end + separator.length();
      requireRoom(place, parts.size());
    }
    parts.add(new Datum.Text(text.substring(start).strip()));
    return new Datum.Elements(parts);
  }

  /** Pairs of whether an element is the last one, and the element: for commas between them. */
  static Datum withLast(List<Datum> elements) {
    List<Datum> pairs = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      pairs.add(
          new Datum.Elements(List.of(new Datum.Flag(i == elements.size() - 1), elements.get(i))));
    }
    return new Datum.Elements(pairs);
  }

  /** Whole numbers from one to before another. */
  static Datum range(Place place, List<BigDecimal> bounds) {
    for (BigDecimal bound : bounds) {
      if (bound.stripTrailingZeros().scale() > 0
          || bound.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
        throw new TemplateEvaluationException(place, "`range` counts in small whole numbers.");
      }
    }
    long start = bounds.size() == 1 ? 0 : bounds.getFirst().longValue();
    long end = bounds.size() == 1 ? bounds.getFirst().longValue() : bounds.get(1).longValue();
    long step = bounds.size() == 3 ? bounds.get(2).longValue() : 1;
    if (step == 0) {
      throw new TemplateEvaluationException(place, "`range` counts in steps, not in zeros.");
    }
    List<Datum> numbers = new ArrayList<>();
    for (long number = start; step > 0 ? number < end : number > end; number += step) {
      numbers.add(new Datum.Number(BigDecimal.valueOf(number)));
      requireRoom(place, numbers.size());
    }
    return new Datum.Elements(numbers);
  }

  private static void requireRoom(Place place, int size) {
    if (size > MOST_ELEMENTS) {
      throw new TemplateEvaluationException(
          place, "a list becomes longer than %,d elements.".formatted(MOST_ELEMENTS));
    }
  }
}
