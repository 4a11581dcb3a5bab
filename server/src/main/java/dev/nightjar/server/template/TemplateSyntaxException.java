package dev.nightjar.server.template;

/** The text is no template. It is thrown when it is read, never when it is rendered. */
public final class TemplateSyntaxException extends TemplateException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  TemplateSyntaxException(Place place, String message) {
    super(message);
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
