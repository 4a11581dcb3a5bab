package dev.nightjar.server.template;

/** Follows SQL text and knows whether it stands inside quotes. Comments are no quotes. */
final class QuoteState {
  private enum State {
    SQL,
    QUOTED,
    ESCAPED,
    LINE_COMMENT,
    BLOCK_COMMENT
  }

  private State state = State.SQL;
  private char quote;
  private char last;

  boolean inQuotes() {
    return state == State.QUOTED || state == State.ESCAPED;
  }

  void append(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
  }

  private void append(char c) {
    switch (state) {
      case SQL -> {
        if (c == '\'' || c == '"' || c == '`') {
          state = State.QUOTED;
          quote = c;
        } else if ((c == '-' && last == '-') || (last == '#' && (c == ' ' || c == '!'))) {
          state = State.LINE_COMMENT;
        } else if (c == '*' && last == '/') {
          state = State.BLOCK_COMMENT;
          c = ' ';
        }
      }
      case QUOTED -> {
        if (c == '\\') {
          state = State.ESCAPED;
        } else if (c == quote) {
          state = State.SQL;
        }
      }
      case ESCAPED -> state = State.QUOTED;
      case LINE_COMMENT -> state = c == '\n' ? State.SQL : state;
      case BLOCK_COMMENT -> {
        if (c == '/' && last == '*') {
          state = State.SQL;
          c = ' ';
        }
      }
    }
    last = c;
  }
}
