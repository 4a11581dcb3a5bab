package dev.nightjar.clickhouse.execution;

import dev.nightjar.clickhouse.ClickHouseException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What callers of other threads' work have in common. */
public final class Callers {
  private Callers() {}

  /** An error of another thread, to be thrown here: ClickHouse's own are told as from here. */
  public static RuntimeException rethrown(Throwable cause) {
    switch (cause) {
      case ClickHouseException e -> {
        e.setStackTrace(Thread.currentThread().getStackTrace());
        throw e;
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case IOException e -> throw new UncheckedIOException(e);
      default -> throw new IllegalStateException(cause);
    }
  }

  /** Waits however often the caller is interrupted, and leaves its interrupt flag set then. */
  public static <T> T uninterrupted(Waiting<T> waiting) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return waiting.go();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * A wait that may be begun again.
   *
   * @param <T> what it ends with
   */
  @FunctionalInterface
  public interface Waiting<T> {
    /** Waits. */
    T go() throws InterruptedException;
  }
}
