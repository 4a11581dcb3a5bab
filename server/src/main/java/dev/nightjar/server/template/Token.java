package dev.nightjar.server.template;

/**
 * A token of an expression.
 *
 * @param text the name, the number, the operator, or the string without its quotes and escapes
 * @param index where it begins in the template
 */
record Token(Kind kind, String text, int index) {
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    OPERATOR,
    END
  }

  boolean is(String operatorOrWord) {
    return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrWord);
  }
}
