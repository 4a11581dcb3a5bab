package dev.nightjar.proving.world;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs the state database's transactions at once on the thread that asks for them. */
final class InlineExecutor extends AbstractExecutorService {
  private Consumer<Runnable> turn = Runnable::run;
  private boolean shutdown;

  /** What is done with each transaction from now on: running it, and what surrounds it. */
  void around(Consumer<Runnable> next) {
    turn = next;
  }

  @Override
  public void execute(Runnable transaction) {
    turn.accept(transaction);
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutdown;
  }
}
