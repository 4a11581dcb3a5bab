package dev.nightjar.server.template;

/**
 * The template does something impossible (compares a text with a number, loops without end): its
 * author has to mend it.
 */
public final class TemplateEvaluationException extends TemplateException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  TemplateEvaluationException(Place place, String message) {
    super(
        "Line %d, column %d of the template: %s".formatted(place.line(), place.column(), message));
    this.line = place.line();
    this.column = place.column();
  }

  /** The line of the template, from 1. */
  public int line() {
    return line;
  }

  /** The column, from 1. */
  public int column() {
    return column;
  }
}
