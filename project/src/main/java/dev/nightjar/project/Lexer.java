package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a datafile into its directives. A block ends where a line begins, without indentation, with
 * a directive of this kind of file; a line that begins with what is nearly one is taken for a slip
 * and reported, instead of vanishing in the block.
 */
final class Lexer {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern CAPITALS = Pattern.compile("[A-Z][A-Z0-9_]{2,}");
  private static final Set<String> SQL_WORDS =
      Set.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP",
          "ORDER",
          "LIMIT",
          "WITH",
          "UNION",
          "HAVING",
          "JOIN",
          "LEFT",
          "INNER",
          "FULL",
          "CROSS",
          "AND",
          "NOT",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "FINAL",
          "PREWHERE",
          "SETTINGS",
          "OFFSET",
          "ARRAY",
          "WINDOW",
          "QUALIFY",
          "INTERSECT",
          "EXCEPT",
          "ALL",
          "ASC",
          "DESC",
          "USING",
          "SAMPLE",
          "ANY",
          "ASOF",
          "SEMI",
          "ANTI");

  private final SourceFile file;
  private final FileKind kind;
  private final Commands commands;
  private final ProblemLog log;
  private final List<Statement> statements = new ArrayList<>();

  private Statement open;
  private List<Line> block = List.of();
  private boolean skipping;

  private Lexer(SourceFile file, FileKind kind, ProblemLog log) {
    this.file = file;
    this.kind = kind;
    this.commands = Commands.of(kind);
    this.log = log;
  }

  static List<Statement> statements(SourceFile file, FileKind kind, ProblemLog log) {
    Lexer lexer = new Lexer(file, kind, log);
    Line.of(file.text()).forEach(lexer::line);
    lexer.close();
    return lexer.statements;
  }

  private void line(Line line) {
    String word = word(line);
    String name = word.toUpperCase(Locale.ROOT);
    boolean known = commands.form(name).isPresent();
    if (open != null) {
      boolean ends = !line.isIndented() && !line.isBlank() && (known || isSlip(word));
      if (!ends) {
        block.add(line);
        return;
      }
      close();
    }
    if (line.isBlank() || line.startsComment() || (skipping && line.isIndented())) {
      return;
    }
    skipping = !known;
    if (known) {
      directive(line, name);
    } else {
      unknown(line, word, name);
    }
  }

  private void directive(Line line, String name) {
    Position position = at(line, line.indent());
    int after = line.indent() + name.length();
    String rest = line.text().substring(after);
    int restAt = after + new Line(0, rest).indent();
    rest = rest.strip();
    boolean hasBlock = rest.startsWith(">");
    if (hasBlock && commands.form(name).orElseThrow() == Commands.Form.VALUE) {
      log.error(
          position, "`%s` takes a value on its own line, not a block after `>`.".formatted(name));
      skipping = true;
      return;
    }
    if (!hasBlock && commands.form(name).orElseThrow() == Commands.Form.BLOCK) {
      log.error(
          position,
          "`%s` wants a block: write `%s >` and put its lines below, indented."
              .formatted(name, name));
      skipping = true;
      statements.add(
          new Statement(name, position, "", position, Optional.of(List.of(line.without(restAt)))));
      return;
    }
    Statement statement =
        new Statement(name, position, hasBlock ? "" : rest, at(line, restAt), Optional.empty());
    if (!hasBlock) {
      statements.add(statement);
      return;
    }
    open = statement;
    block = new ArrayList<>();
    String sameLine = rest.substring(1);
    if (!sameLine.isBlank()) {
      block.add(line.without(restAt + 1));
    }
  }

  private void unknown(Line line, String word, String name) {
    Position position = at(line, line.indent());
    if (word.isEmpty() && Character.isSpaceChar(line.text().charAt(line.indent()))) {
      log.error(
          position,
          "This line begins with the character U+%04X (%s), which is no indentation. Type the line anew, with spaces."
              .formatted(
                  (int) line.text().charAt(line.indent()),
                  Character.getName(line.text().charAt(line.indent()))));
      return;
    }
    if (word.isEmpty()) {
      log.error(
          position,
          "A directive is expected here, for example `%s`. This line is neither one nor part of a block."
              .formatted(kind == FileKind.DATASOURCE ? "SCHEMA >" : "TYPE"));
      return;
    }
    List<FileKind> others = Commands.kindsWith(name);
    String hint =
        others.isEmpty()
            ? Suggestion.didYouMean(name, commands.names())
            : " It belongs in .%s files.".formatted(others.getFirst().extension());
    log.error(
        position,
        "`%s` is not a valid option in .%s files.%s".formatted(word, kind.extension(), hint));
  }

  private void close() {
    if (open == null) {
      return;
    }
    int from = 0;
    int to = block.size();
    while (from < to && block.get(from).isBlank()) {
      from++;
    }
    while (to > from + 1 && isOutside(block.get(to - 1))) {
      to--;
    }
    statements.add(
        new Statement(
            open.name(),
            open.position(),
            "",
            open.restPosition(),
            Optional.of(List.copyOf(block.subList(from, to)))));
    open = null;
  }

  /** Blank lines and unindented comments after a block are the file's, not the block's. */
  private static boolean isOutside(Line line) {
    return line.isBlank() || line.text().startsWith("#");
  }

  /** Whether a word without indentation inside a block is most probably a misspelt directive. */
  private boolean isSlip(String word) {
    if (!CAPITALS.matcher(word).matches() || SQL_WORDS.contains(word)) {
      return false;
    }
    boolean afterGap = block.isEmpty() || block.getLast().isBlank();
    boolean afterIndented =
        !open.name().equals("DESCRIPTION")
            && block.stream().filter(line -> !line.isBlank()).allMatch(Line::isIndented);
    return (afterGap || afterIndented) && Suggestion.closest(word, commands.names()).isPresent();
  }

  private static String word(Line line) {
    Matcher word = WORD.matcher(line.text());
    word.region(line.indent(), line.text().length());
    return word.lookingAt() ? word.group() : "";
  }

  private Position at(Line line, int index) {
    return new Position(file.path(), line.number(), index + 1);
  }
}
