package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Cuts SQL, templates too, into tokens; comments are left out. */
final class SqlText {

  /** What a token is. */
  enum Kind {
    /** A keyword, a bare identifier or a number. */
    WORD,
    /** An identifier in backticks or double quotes. */
    QUOTED,
    /** A text in single quotes. */
    STRING,
    /** A template's {@code {{ }}}, {@code {% %}} or {@code {# #}}. */
    TAG,
    /** One other character. */
    SYMBOL
  }

  /**
   * @param text as it stands
   * @param spaced whether white space or a comment stands before it
   */
  record Token(Kind kind, String text, boolean spaced) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(char c) {
      return kind == Kind.SYMBOL && text.charAt(0) == c;
    }

    boolean isIdentifier() {
      return kind == Kind.QUOTED || (kind == Kind.WORD && !Character.isDigit(text.charAt(0)));
    }

    /** The identifier without its quotes. */
    String identifier() {
      return kind == Kind.QUOTED ? TextScan.unquotedIdentifier(text) : text;
    }
  }

  private final String sql;
  private final boolean template;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean spaced;

  private SqlText(String sql, boolean template) {
    this.sql = sql;
    this.template = template;
  }

  static List<Token> tokens(String sql) {
    return new SqlText(sql, true).read();
  }

  /** The words that stand in no brackets. */
  static List<Token> topLevelWords(String sql) {
    List<Token> words = new ArrayList<>();
    int depth = 0;
    for (Token token : tokens(sql)) {
      if (token.kind() == Kind.SYMBOL) {
        char c = token.text().charAt(0);
        depth += TextScan.isOpening(c) ? 1 : TextScan.isClosing(c) ? -1 : 0;
      } else if (token.kind() == Kind.WORD && depth == 0) {
        words.add(token);
      }
    }
    return words;
  }

  /**
   * The SQL without comments, and without white space where it means nothing. Between words it is
   * one space; between two symbols it stays, for {@code < =} is not {@code <=}.
   */
  static String normalized(String sql) {
    StringBuilder out = new StringBuilder();
    Token before = null;
    for (Token token : tokens(sql)) {
      if (before != null && token.spaced() && isApartFrom(before, token)) {
        out.append(' ');
      }
      out.append(token.kind() == Kind.TAG ? normalizedTag(token.text()) : token.text());
      before = token;
    }
    return out.toString();
  }

  /** Whether white space between the two may mean something. */
  private static boolean isApartFrom(Token before, Token token) {
    return before.kind() == Kind.SYMBOL || token.kind() == Kind.SYMBOL
        ? isOperator(before) && isOperator(token)
        : true;
  }

  private static boolean isOperator(Token token) {
    return token.kind() == Kind.SYMBOL && "(),[]{};".indexOf(token.text().charAt(0)) < 0;
  }

  private static String normalizedTag(String tag) {
    int closing = Math.max(2, tag.length() - 2);
    String inside =
        new SqlText(tag.substring(2, closing), false)
            .read().stream()
                .map(token -> (token.spaced() ? " " : "") + token.text())
                .collect(Collectors.joining())
                .strip();
    return tag.substring(0, 2) + inside + tag.substring(closing);
  }

  private List<Token> read() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        spaced = true;
      } else if (isLineComment()) {
        skipTo("\n");
      } else if (sql.startsWith("/*", at)) {
        at += 2;
        skipTo("*/");
      } else if (template && sql.startsWith("{{", at)) {
        tag("}}");
      } else if (template && sql.startsWith("{%", at)) {
        tag("%}");
      } else if (template && sql.startsWith("{#", at)) {
        at += 2;
        skipTo("#}");
      } else if (TextScan.isQuote(c)) {
        int after = TextScan.afterQuoted(sql, at, sql.length());
        add(c == '\'' ? Kind.STRING : Kind.QUOTED, after < 0 ? sql.length() : after);
      } else if (TextScan.isWordPart(c)) {
        int end = at;
        while (end < sql.length() && TextScan.isWordPart(sql.charAt(end))) {
          end++;
        }
        add(Kind.WORD, end);
      } else {
        add(Kind.SYMBOL, at + 1);
      }
    }
    return tokens;
  }

  private boolean isLineComment() {
    return sql.startsWith("--", at) || sql.startsWith("# ", at) || sql.startsWith("#!", at);
  }

  private void skipTo(String closing) {
    int end = sql.indexOf(closing, at);
    at = end < 0 ? sql.length() : end + closing.length();
    spaced = true;
  }

  /** A tag ends at its closing braces outside of quotes. */
  private void tag(String closing) {
    int end = at + 2;
    while (end < sql.length() && !sql.startsWith(closing, end)) {
      char c = sql.charAt(end);
      int after = c == '\'' || c == '"' ? TextScan.afterQuoted(sql, end, sql.length()) : end + 1;
      end = after < 0 ? sql.length() : after;
    }
    add(Kind.TAG, Math.min(sql.length(), end + 2));
  }

  private void add(Kind kind, int end) {
    tokens.add(new Token(kind, sql.substring(at, end), spaced));
    at = end;
    spaced = false;
  }
}
