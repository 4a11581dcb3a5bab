package dev.nightjar.server.template;

/** A place in a template, line and column from 1. */
record Place(int line, int column) {

  static Place of(String text, int index) {
    int line = 1;
    int lineStart = 0;
    int end = Math.min(index, text.length());
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(line, end - lineStart + 1);
  }
}
