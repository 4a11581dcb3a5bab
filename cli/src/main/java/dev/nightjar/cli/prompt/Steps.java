package dev.nightjar.cli.prompt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Questions one after the other, of which each may be taken back: {@code <} as an answer goes to
 * the step before that asked something. A step that is gone to again asks again, and those after
 * it, too.
 */
public final class Steps {

  private final Interview interview;

  public Steps(Interview interview) {
    this.interview = interview;
  }

  /** Takes the steps in their order. */
  public void take(List<Runnable> steps) {
    Deque<Integer> asked = new ArrayDeque<>();
    int at = 0;
    boolean goingBack = false;
    interview.allowBack(true);
    try {
      while (at < steps.size()) {
        long before = interview.asked();
        try {
          steps.get(at).run();
          boolean hasAsked = interview.asked() > before;
          if (goingBack && !hasAsked && !asked.isEmpty()) {
            // it has nothing to ask any more: the question before is an earlier one
            at = asked.pop();
            continue;
          }
          goingBack = false;
          if (hasAsked) {
            asked.push(at);
          }
          at++;
        } catch (BackException e) {
          if (asked.isEmpty()) {
            interview.say("  This is the first question.");
          } else {
            goingBack = true;
            at = asked.pop();
          }
        }
      }
    } finally {
      interview.allowBack(false);
    }
  }
}
