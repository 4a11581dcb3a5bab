package dev.nightjar.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects problems, a bounded number of each file (a file that is no datafile at all has one a
 * line).
 */
final class ProblemLog {
  private static final int MOST_OF_A_FILE = 50;

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<String> withErrors = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  void error(Position position, String message) {
    add(Problem.error(position, message));
  }

  void warning(Position position, String message) {
    add(Problem.warning(position, message));
  }

  /** Whether an error was reported of that file. */
  boolean hasErrors(String file) {
    return withErrors.contains(file);
  }

  /** By file, line and column. */
  List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(problems);
    counts.forEach((file, count) -> {
      if (count > MOST_OF_A_FILE) {
        sorted.add(
            Problem.error(
                Position.startOf(file),
                "This file has %d problems, of which %d are listed."
                    .formatted(count, MOST_OF_A_FILE)));
      }
    });
    sorted.sort(Comparator.comparing(Problem::position));
    return sorted;
  }

  private void add(Problem problem) {
    if (problems.contains(problem)) {
      return;
    }
    if (problem.severity() == Severity.ERROR) {
      withErrors.add(problem.position().file());
    }
    int count = counts.merge(problem.position().file(), 1, Integer::sum);
    if (count <= MOST_OF_A_FILE) {
      problems.add(problem);
    }
  }
}
