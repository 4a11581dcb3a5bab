package dev.nightjar.mirror;

import dev.nightjar.project.Problem;
import java.util.List;

/**
 * What a look at a DynamoDB table and a file came to.
 *
 * @param problems why it cannot be mirrored; empty if it can
 * @param warnings what the file's author may want to know
 */
public record Validation(List<MirrorProblem> problems, List<Problem> warnings) {
  /** Copies the lists. */
  public Validation {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
