package dev.nightjar.project;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads one column of a schema: name, type, then JSON path, DEFAULT and CODEC in any order. */
final class ColumnParser {
  private final BlockText block;
  private final CharSequence text;
  private final int end;
  private final ProblemLog log;
  private int at;

  private Optional<JsonPath> jsonPath = Optional.empty();
  private Optional<String> defaultExpression = Optional.empty();
  private Optional<String> codec = Optional.empty();

  /**
   * @param from the first character of the column, no white space
   * @param end after its last one
   */
  ColumnParser(BlockText block, CharSequence text, int from, int end, ProblemLog log) {
    this.block = block;
    this.text = text;
    this.at = from;
    this.end = end;
    this.log = log;
  }

  Optional<Column> parse() {
    Position position = block.position(at);
    Optional<String> name = name();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    skipSpace();
    int typeAt = at;
    Optional<String> type = type(name.get());
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> refusal = TypeCheck.problem(type.get());
    if (refusal.isPresent()) {
      log.error(
          block.position(typeAt), "The type of `%s`: %s".formatted(name.get(), refusal.get()));
    }
    skipSpace();
    while (at < end) {
      if (!suffix()) {
        return Optional.empty();
      }
      skipSpace();
    }
    return Optional.of(
        new Column(name.get(), type.get(), jsonPath, defaultExpression, codec, position));
  }

  private Optional<String> name() {
    int start = at;
    char c = text.charAt(at);
    if (c == '`' || c == '"') {
      at = TextScan.afterIdentifier(text, at, end);
      String name = TextScan.unquotedIdentifier(text.subSequence(start, at).toString());
      if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
        log.error(
            block.position(start),
            "A column's name is not empty and has no control characters in it.");
        return Optional.empty();
      }
      return Optional.of(name);
    }
    while (at < end
        && !Character.isWhitespace(text.charAt(at))
        && "`\"'()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      log.error(
          block.position(start),
          "A column begins with its name, then its type: ``name String `json:$.name` ``.");
      return Optional.empty();
    }
    return bareName(start, text.subSequence(start, at).toString());
  }

  /** A name without quotes has nothing in it that cannot be seen, or looks like quotes. */
  private Optional<String> bareName(int start, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean stray =
          switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR,
                Character.CONTROL,
                Character.FORMAT,
                Character.INITIAL_QUOTE_PUNCTUATION,
                Character.FINAL_QUOTE_PUNCTUATION ->
                true;
            default -> false;
          };
      if (stray) {
        log.error(
            block.position(start + i),
            "The character U+%04X (%s) cannot stand here. It is often copied along from a web page or a document: type the line anew."
                .formatted((int) c, Character.getName(c)));
        return Optional.empty();
      }
    }
    return Optional.of(name);
  }

  /** A word and what stands in brackets after it. */
  private Optional<String> type(String column) {
    int start = at;
    at = afterWord(at);
    if (at == start) {
      log.error(
          block.position(start),
          "The column `%s` has no type. Write for example ``%s String``."
              .formatted(column, column));
      return Optional.empty();
    }
    int word = at;
    skipSpace();
    if (at < end && text.charAt(at) == '(') {
      int after = TextScan.afterBracketed(text, at, end);
      if (after < 0) {
        log.error(
            block.position(at),
            "The bracket after `%s` is not closed.".formatted(text.subSequence(start, word)));
        return Optional.empty();
      }
      at = after;
      word = at;
    }
    return Optional.of(onOneLine(start, word));
  }

  /** Reads what follows the type; false if the rest of the column cannot be understood. */
  private boolean suffix() {
    int start = at;
    if (text.charAt(at) == '`') {
      return path(start);
    }
    int wordEnd = afterWord(at);
    String spelt = text.subSequence(start, wordEnd).toString();
    String word = spelt.toUpperCase(Locale.ROOT);
    switch (word) {
      case "DEFAULT" -> {
        once(start, "DEFAULT", defaultExpression.isPresent());
        int expressionEnd = expressionEnd(wordEnd);
        String expression = onOneLine(wordEnd, expressionEnd);
        at = expressionEnd;
        if (expression.isEmpty()) {
          log.error(block.position(start), "An expression is missing after DEFAULT.");
        } else {
          defaultExpression = Optional.of(expression);
        }
        return true;
      }
      case "CODEC" -> {
        once(start, "CODEC", codec.isPresent());
        at = wordEnd;
        skipSpace();
        int after =
            at < end && text.charAt(at) == '(' ? TextScan.afterBracketed(text, at, end) : -1;
        if (after < 0) {
          log.error(block.position(start), "CODEC wants brackets: `CODEC(ZSTD(1))`.");
          return false;
        }
        codec = Optional.of(onOneLine(at + 1, after - 1));
        at = after;
        return true;
      }
      default -> {
        log.error(block.position(start), refused(word, spelt, start));
        return false;
      }
    }
  }

  private boolean path(int start) {
    once(start, "The JSON path", jsonPath.isPresent());
    int after = TextScan.afterIdentifier(text, at, end);
    if (after < 0) {
      log.error(block.position(start), "The backtick is not closed.");
      return false;
    }
    String content = text.subSequence(start + 1, after - 1).toString().replace("``", "`").strip();
    at = after;
    if (!content.startsWith("json:")) {
      log.error(
          block.position(start),
          "`json:` and a path are expected in these backticks, for example `json:$.name`. If `%s` is the next column, a comma is missing before it."
              .formatted(content));
      return false;
    }
    switch (JsonPath.parse(content)) {
      case Reading.Read<JsonPath>(JsonPath path) -> jsonPath = Optional.of(path);
      case Reading.Refused<JsonPath>(String problem) -> log.error(block.position(start), problem);
    }
    return true;
  }

  private void once(int start, String what, boolean isThere) {
    if (isThere) {
      log.error(block.position(start), what + " of this column is stated twice.");
    }
  }

  private String refused(String word, String spelt, int start) {
    return switch (word) {
      case "NULL" -> "NULL is part of the type here: write `Nullable(…)` around it instead.";
      case "NOT" -> "Columns are NOT NULL unless their type is Nullable: leave NOT NULL out.";
      case "MATERIALIZED", "ALIAS", "EPHEMERAL" ->
          "%s columns are not supported in a schema. Compute the value in a pipe, or use DEFAULT."
              .formatted(word);
      case "TTL" -> "A column has no TTL here. ENGINE_TTL removes whole rows.";
      default -> {
        if (spelt.length() > 2 && Commands.of(FileKind.DATASOURCE).form(word).isPresent()) {
          yield "`%s` must begin a line of its own, without indentation.".formatted(spelt);
        }
        String shown = spelt.isEmpty() ? String.valueOf(text.charAt(start)) : spelt;
        yield "`%s` is not expected after a column's type.%s If it begins the next column, a comma is missing before it."
            .formatted(shown, Suggestion.didYouMean(word, Arrays.asList("DEFAULT", "CODEC")));
      }
    };
  }

  /** Where a DEFAULT expression ends: at a JSON path, at CODEC(…), or with the column. */
  private int expressionEnd(int from) {
    int i = from;
    while (i < end) {
      char c = text.charAt(i);
      if (c == '`' && startsWith(i, "`json:")) {
        return i;
      }
      if (TextScan.isQuote(c) || TextScan.isOpening(c)) {
        int after =
            TextScan.isQuote(c)
                ? TextScan.afterQuoted(text, i, end)
                : TextScan.afterBracketed(text, i, end);
        if (after < 0) {
          log.error(block.position(i), "The bracket in this DEFAULT is not closed.");
        }
        i = after < 0 ? end : after;
      } else if (TextScan.isWordPart(c)) {
        int word = afterWord(i);
        if (text.subSequence(i, word).toString().equalsIgnoreCase("CODEC")) {
          return i;
        }
        i = word;
      } else {
        i++;
      }
    }
    return end;
  }

  private boolean startsWith(int from, String prefix) {
    return from + prefix.length() <= end
        && text.subSequence(from, from + prefix.length()).toString().equals(prefix);
  }

  private String onOneLine(int from, int to) {
    return TextScan.onOneLine(text.subSequence(from, to).toString());
  }

  private int afterWord(int from) {
    int i = from;
    while (i < end && TextScan.isWordPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private void skipSpace() {
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
