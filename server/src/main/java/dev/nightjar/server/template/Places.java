package dev.nightjar.server.template;

import java.util.Arrays;

/** Finds line and column of a character of a template. */
final class Places {
  private final int[] lineStarts;

  Places(String template) {
    int[] starts = new int[(int) template.chars().filter(c -> c == '\n').count() + 1];
    int line = 0;
    for (int i = 0; i < template.length(); i++) {
      if (template.charAt(i) == '\n') {
        starts[++line] = i + 1;
      }
    }
    this.lineStarts = starts;
  }

  Place at(int index) {
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    return new Place(line + 1, index - lineStarts[line] + 1);
  }
}
