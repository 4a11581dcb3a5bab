package dev.nightjar.awslocal.dynamodb.expression;

/**
 * A piece of an expression.
 *
 * @param start where it begins in the text
 * @param end where it ends
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    /** An attribute name, a keyword or a function: letters, digits, underscores. */
    WORD,
    /** {@code #name}. */
    NAME,
    /** {@code :value}. */
    VALUE,
    /** Digits. */
    INDEX,
    /** An operator, bracket, comma or dot. */
    SYMBOL,
    END
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** Keywords are written in any case. */
  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }
}
