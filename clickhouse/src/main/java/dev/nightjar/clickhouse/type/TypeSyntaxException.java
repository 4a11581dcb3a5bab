package dev.nightjar.clickhouse.type;

/** A text that is no ClickHouse type. */
public final class TypeSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  TypeSyntaxException(String message, int offset) {
    super(message);
    this.offset = offset;
  }

  /** Where in the text, in chars from 0. */
  public int offset() {
    return offset;
  }
}
