package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.LoggableError;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How to take back what a deployment has done so far, the newest step first. */
final class Undo {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  private record Step(String what, Runnable action) {}

  private final Deque<Step> steps = new ArrayDeque<>();

  void add(String what, Runnable action) {
    steps.push(new Step(what, action));
  }

  /**
   * Takes back every step, though another fails; what fails is suppressed in {@code cause} and
   * logged.
   *
   * @return whether all were taken back
   */
  boolean run(RuntimeException cause) {
    boolean all = true;
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        step.action().run();
      } catch (RuntimeException e) {
        LOG.error(
            "a failed deployment could not take back one of its steps: {}",
            step.what(),
            LoggableError.of(e));
        cause.addSuppressed(e);
        all = false;
      }
    }
    return all;
  }
}
