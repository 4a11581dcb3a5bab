package dev.nightjar.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.WCWidth;

/**
 * Rows under names, in aligned columns. Wide characters (CJK, emoji) take two cells; control
 * characters are shown escaped, so that a value can neither break a line nor steer the terminal.
 */
public final class TextTable {

  private static final String GAP = "  ";
  private static final int LONGEST_RULE = 60;

  private final List<String> names;
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();
  private final int widest;

  /**
   * @param names the columns' names
   * @param right for each column whether its values stand at the right, as numbers do
   * @param widest cells wider than this end in "…"
   */
  public TextTable(List<String> names, List<Boolean> right, int widest) {
    this.names = names.stream().map(Printable::of).toList();
    this.right = List.copyOf(right);
    this.widest = widest;
  }

  /** Columns of text at the left, of any width. */
  public static TextTable of(String... names) {
    List<Boolean> left = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      left.add(false);
    }
    return new TextTable(List.of(names), left, Integer.MAX_VALUE);
  }

  /** Adds a row of as many values as there are names. */
  public TextTable row(List<String> values) {
    if (values.size() != names.size()) {
      throw new IllegalArgumentException(values.size() + " values for " + names.size() + " names");
    }
    rows.add(values.stream().map(Printable::of).map(this::cut).toList());
    return this;
  }

  /** Adds a row of as many values as there are names. */
  public TextTable row(String... values) {
    return row(List.of(values));
  }

  /** The same without a column. */
  public TextTable without(String name) {
    int left = names.indexOf(name);
    TextTable table = new TextTable(dropped(names, left), dropped(right, left), widest);
    rows.forEach(row -> table.rows.add(dropped(row, left)));
    return table;
  }

  private static <T> List<T> dropped(List<T> values, int index) {
    List<T> others = new ArrayList<>(values);
    others.remove(index);
    return others;
  }

  /** Cells of its widest line. */
  public int width() {
    return lines().stream().mapToInt(Wrapped::cells).max().orElse(0);
  }

  /** The lines: names, a rule, the rows. */
  public List<String> lines() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      int width = Wrapped.cells(names.get(column));
      for (List<String> row : rows) {
        width = Math.max(width, Wrapped.cells(row.get(column)));
      }
      widths.add(width);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(names, widths));
    lines.add(rule(widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  /** The last column may hold whole sentences, which need no line of their length. */
  private static String rule(List<Integer> widths) {
    List<Integer> shown = new ArrayList<>(widths);
    shown.set(shown.size() - 1, Math.min(LONGEST_RULE, shown.getLast()));
    return shown.stream().map("─"::repeat).collect(Collectors.joining(GAP));
  }

  private String line(List<String> values, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < values.size(); column++) {
      String value = values.get(column);
      String padding = " ".repeat(widths.get(column) - Wrapped.cells(value));
      line.append(column == 0 ? "" : GAP);
      line.append(right.get(column) ? padding + value : value + padding);
    }
    return line.toString().stripTrailing();
  }

  private String cut(String value) {
    if (Wrapped.cells(value) <= widest) {
      return value;
    }
    StringBuilder kept = new StringBuilder();
    int width = 1;
    for (int at = 0; at < value.length(); ) {
      int character = value.codePointAt(at);
      width += Math.max(0, WCWidth.wcwidth(character));
      if (width > widest) {
        break;
      }
      kept.appendCodePoint(character);
      at += Character.charCount(character);
    }
    return kept.append('…').toString();
  }
}
