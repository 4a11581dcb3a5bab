package dev.nightjar.server.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Does one thing for many, at once, on virtual threads. */
final class Parallel {
  private Parallel() {}

  /**
   * Hands each item's result to {@code each} in the order of the items; the first exception is
   * thrown on.
   */
  static <T, R> void forEach(List<T> items, Function<T, R> work, BiConsumer<T, R> each) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> results = new ArrayList<>();
      items.forEach(item -> results.add(threads.submit(() -> work.apply(item))));
      for (int i = 0; i < items.size(); i++) {
        each.accept(items.get(i), get(results.get(i)));
      }
    }
  }

  private static <R> R get(Future<R> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tables were looked at", e);
    }
  }
}
