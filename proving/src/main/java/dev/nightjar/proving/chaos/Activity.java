package dev.nightjar.proving.chaos;

/**
 * Does one thing after the other on a thread of its own, from {@link #start} to {@link #stop}. Used
 * by one thread.
 */
final class Activity {

  /** One thing. */
  @FunctionalInterface
  interface Step {
    /** Does it; an interrupt ends the activity. */
    void run() throws InterruptedException;
  }

  private final String name;
  private final Step step;
  private Thread thread = Thread.ofVirtual().unstarted(() -> {});
  private volatile Throwable failure;
  private volatile boolean running;

  Activity(String name, Step step) {
    this.name = name;
    this.step = step;
  }

  void start() {
    running = true;
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** The thread has ended when this returns. */
  void stop() {
    running = false;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Fails if a step failed.
   *
   * @throws RuntimeException what it failed with
   * @throws Error what it failed with
   */
  void check() {
    switch (failure) {
      case null -> {
        // It goes on, or was stopped.
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(name + " has ended", failure);
    }
  }

  private void run() {
    try {
      while (running) {
        step.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      // Nothing that stop() does ends in one.
      failure = e;
    } catch (RuntimeException e) {
      // Those that stop() interrupts end in ways of their own.
      if (running) {
        failure = e;
      }
    }
  }
}
