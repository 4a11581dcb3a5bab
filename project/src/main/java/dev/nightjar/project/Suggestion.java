package dev.nightjar.project;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was meant. */
final class Suggestion {
  private static final int LONGEST = 60;

  private Suggestion() {}

  /**
   * The candidate that a few slips of the finger away gives the word; the nearest, then the first
   * by name.
   */
  static Optional<String> closest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int most = word.length() <= 4 ? 1 : word.length() < 12 ? 2 : 3;
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= most)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code Did you mean `X`?}, with its leading space, or nothing. */
  static String didYouMean(String word, Collection<String> candidates) {
    return closest(word, candidates).map(" Did you mean `%s`?"::formatted).orElse("");
  }

  /** Characters inserted, left out, replaced, or swapped with their neighbour. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
