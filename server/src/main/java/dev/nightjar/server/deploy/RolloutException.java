package dev.nightjar.server.deploy;

import dev.nightjar.project.Problem;
import java.util.ArrayList;
import java.util.List;

/** A deployment failed on its way; what it had done has been taken back. */
final class RolloutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  RolloutException(List<Problem> problems, Throwable cause) {
    super(problems.toString(), cause);
    this.problems = List.copyOf(problems);
  }

  /** The same with more to say. */
  RolloutException with(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new RolloutException(all, this);
  }

  List<Problem> problems() {
    return problems;
  }
}
