package dev.nightjar.project;

import java.util.List;

/**
 * What became of a set of datafiles.
 *
 * @param project all that could be understood; whole and sound only if there are no errors
 * @param problems everything that is wrong, in the order of files, lines and columns
 */
public record ParsedProject(Project project, List<Problem> problems) {
  public ParsedProject {
    problems = List.copyOf(problems);
  }

  /** The problems that prevent a deployment. */
  public List<Problem> errors() {
    return problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
  }

  /** Whether anything prevents a deployment. */
  public boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }
}
