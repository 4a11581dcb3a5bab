package dev.nightjar.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C and SIGTERM an interrupt of the thread that made this, and keeps the process alive
 * until that thread has cleaned up and closed this.
 */
public final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Thread owner = Thread.currentThread();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);
  private volatile boolean requested;

  /** Listens from now on. */
  public Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits until somebody wants the process to stop. */
  public void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // This is what was waited for.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether the process is to stop. Takes the interrupt away, so that cleaning up may wait for
   * things.
   */
  public boolean requested() {
    if (requested) {
      Thread.interrupted();
    }
    return requested;
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process stops already: the hook finds the latch open.
        requested = true;
      }
    }
  }

  private void stop() {
    requested = true;
    owner.interrupt();
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
