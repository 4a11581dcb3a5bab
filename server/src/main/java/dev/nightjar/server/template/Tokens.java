package dev.nightjar.server.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Tokens {
  private static final List<String> OPERATORS =
      List.of(
          "==", "!=", "<=", ">=", "//", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{",
          "}", ",", ":", ".", "=");

  private final String template;
  private final Places places;
  private final int end;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String template, Places places, int from, int to) {
    this.template = template;
    this.places = places;
    this.at = from;
    this.end = to;
  }

  static List<Token> of(String template, Places places, int from, int to) {
    return new Tokens(template, places, from, to).cut();
  }

  private List<Token> cut() {
    while (at < end) {
      char c = template.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '\'' || c == '"') {
        string(c);
      } else if (isDigit(c)) {
        number();
      } else if (isLetter(c)) {
        int start = at;
        while (at < end && (isLetter(template.charAt(at)) || isDigit(template.charAt(at)))) {
          at++;
        }
        tokens.add(new Token(Token.Kind.NAME, template.substring(start, at), start));
      } else {
        operator(c);
      }
    }
    tokens.add(new Token(Token.Kind.END, "", end));
    return tokens;
  }

  private void operator(char c) {
    for (String operator : OPERATORS) {
      if (template.startsWith(operator, at)) {
        tokens.add(new Token(Token.Kind.OPERATOR, operator, at));
        at += operator.length();
        return;
      }
    }
    throw new TemplateSyntaxException(
        places.at(at), "`%s` is not expected in a template's tag.".formatted(c));
  }

  private void number() {
    int start = at;
    boolean point = false;
    while (at < end && (isDigit(template.charAt(at)) || (template.charAt(at) == '.' && !point))) {
      point |= template.charAt(at) == '.';
      at++;
    }
    tokens.add(new Token(Token.Kind.NUMBER, template.substring(start, at), start));
  }

  private void string(char quote) {
    int start = at++;
    StringBuilder text = new StringBuilder();
    while (template.charAt(at) != quote) {
      char c = template.charAt(at++);
      if (c == '\\') {
        c = template.charAt(at++);
        c =
            switch (c) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              default -> c;
            };
      }
      text.append(c);
    }
    at++;
    tokens.add(new Token(Token.Kind.STRING, text.toString(), start));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
