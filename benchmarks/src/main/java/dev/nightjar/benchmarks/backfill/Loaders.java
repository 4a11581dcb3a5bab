package dev.nightjar.benchmarks.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works through pieces, as many at a time as the mirror loads files. */
final class Loaders {
  private final int parallel;

  Loaders(int parallel) {
    this.parallel = parallel;
  }

  /** Does with a piece what is to be done. */
  @FunctionalInterface
  interface Work<T> {
    void on(T piece) throws Exception;
  }

  /** Makes what one loader works with. */
  @FunctionalInterface
  interface Maker<T> {
    Work<T> make();
  }

  <T> void load(List<T> pieces, Maker<T> maker) {
    Queue<T> left = new ConcurrentLinkedQueue<>(pieces);
    Callable<Boolean> loader =
        () -> {
          Work<T> work = maker.make();
          for (T piece = left.poll(); piece != null; piece = left.poll()) {
            work.on(piece);
          }
          return true;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> loaders = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        loaders.add(threads.submit(loader));
      }
      for (Future<Boolean> each : loaders) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a loader failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
