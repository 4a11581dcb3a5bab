package dev.nightjar.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of a text of several.
 *
 * @param text without the semicolon
 * @param line the line that it begins in, from 1
 * @param column the column that it begins in, from 1
 */
public record SqlStatement(String text, int line, int column) {

  private static final Pattern PLACE = Pattern.compile("\\(?line (\\d+), col(?:umn)? (\\d+)\\)?");

  /** The statements of a text: parted by semicolons outside of quotes and comments. */
  public static List<SqlStatement> of(String text) {
    return new Scan(text).statements();
  }

  /** Whether a text ends inside of a statement: no semicolon closes it. */
  public static boolean isOpen(String text) {
    Scan scan = new Scan(text);
    scan.statements();
    return scan.open;
  }

  /**
   * Where in the file an error of the server is, as {@code line:column}; the statement's beginning
   * where the server does not say.
   */
  public String placeOf(String error) {
    Matcher place = PLACE.matcher(error);
    if (!place.find()) {
      return line + ":" + column;
    }
    int inLine = Integer.parseInt(place.group(1));
    int inColumn = Integer.parseInt(place.group(2));
    return (line + inLine - 1) + ":" + (inLine == 1 ? column + inColumn - 1 : inColumn);
  }

  /** Goes through a text once. */
  private static final class Scan {
    private final String text;
    private final List<SqlStatement> statements = new ArrayList<>();
    private int start;
    private boolean open;

    Scan(String text) {
      this.text = text;
    }

    List<SqlStatement> statements() {
      int at = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
          at = quoted(at, c);
        } else if (text.startsWith("--", at)) {
          at = until("\n", at);
        } else if (text.startsWith("/*", at)) {
          at = until("*/", at + 2);
        } else if (c == ';') {
          add(at);
          start = ++at;
        } else {
          at++;
        }
      }
      open = add(text.length());
      return statements;
    }

    private int quoted(int from, char quote) {
      int at = from + 1;
      while (at < text.length() && text.charAt(at) != quote) {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      return Math.min(text.length(), at + 1);
    }

    private int until(String end, int from) {
      int found = text.indexOf(end, from);
      return found < 0 ? text.length() : found + end.length();
    }

    private boolean add(int end) {
      int begin = beginning(end);
      String statement = text.substring(begin, end).stripTrailing();
      if (statement.isEmpty()) {
        return false;
      }
      int line = 1 + (int) text.substring(0, begin).chars().filter(c -> c == '\n').count();
      int column = begin - text.lastIndexOf('\n', begin - 1);
      statements.add(new SqlStatement(statement, line, column));
      return true;
    }

    /** After white space and comments. */
    private int beginning(int end) {
      int at = start;
      while (at < end) {
        if (Character.isWhitespace(text.charAt(at))) {
          at++;
        } else if (text.startsWith("--", at)) {
          at = Math.min(end, until("\n", at));
        } else if (text.startsWith("/*", at)) {
          at = Math.min(end, until("*/", at + 2));
        } else {
          return at;
        }
      }
      return end;
    }
  }
}
