package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Lexer {

  private final ExpressionKind kind;
  private final String text;
  private int at;

  private Lexer(ExpressionKind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /**
   * All tokens, the last one being the end.
   *
   * @throws dev.nightjar.awslocal.operation.AwsError ValidationException at a character that begins
   *     no token
   */
  static List<Token> tokens(ExpressionKind kind, String text) {
    return new Lexer(kind, text).all();
  }

  private List<Token> all() {
    List<Token> tokens = new ArrayList<>();
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        tokens.add(new Token(Kind.END, "<EOF>", at, at));
        return tokens;
      }
      tokens.add(next());
    }
  }

  private Token next() {
    int start = at;
    char c = text.charAt(at);
    if (isLetter(c)) {
      return word(Kind.WORD, start);
    }
    if (c == '#' || c == ':') {
      at++;
      Token reference = word(c == '#' ? Kind.NAME : Kind.VALUE, start);
      if (reference.text().length() == 1) {
        throw syntax(start);
      }
      return reference;
    }
    if (isDigit(c)) {
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
      return token(Kind.INDEX, start);
    }
    at++;
    boolean pair = at < text.length() && isPair(c, text.charAt(at));
    if (pair) {
      at++;
    } else if ("()[].,=<>+-".indexOf(c) < 0) {
      throw syntax(start);
    }
    return token(Kind.SYMBOL, start);
  }

  private Token word(Kind tokenKind, int start) {
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    return token(tokenKind, start);
  }

  private Token token(Kind tokenKind, int start) {
    return new Token(tokenKind, text.substring(start, at), start, at);
  }

  private RuntimeException syntax(int start) {
    int end = Math.min(start + 1, text.length());
    String near = text.substring(Math.max(0, start - 10), Math.min(text.length(), end + 10));
    return kind.syntaxError(text.substring(start, end), near);
  }

  private static boolean isPair(char first, char second) {
    return switch (first) {
      case '<' -> second == '=' || second == '>';
      case '>' -> second == '=';
      default -> false;
    };
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }
}
