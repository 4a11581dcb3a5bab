package dev.nightjar.mirror;

import java.util.List;
import java.util.stream.Collectors;

/** A data source cannot be mirrored as it stands; nothing was begun. */
public final class MirrorRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<MirrorProblem> problems;

  /** States all that is wrong. */
  public MirrorRefusedException(List<MirrorProblem> problems) {
    super(problems.stream().map(MirrorProblem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong. */
  public List<MirrorProblem> problems() {
    return problems;
  }
}
