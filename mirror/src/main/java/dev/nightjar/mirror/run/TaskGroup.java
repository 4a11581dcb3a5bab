package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.mirror.batch.Tasks;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The threads of one run of a mirror: the first that fails stops all of them. */
final class TaskGroup implements Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(TaskGroup.class);
  private static final Duration REMIND = Duration.ofSeconds(1);

  private final String name;
  private final Consumer<Throwable> onFailure;

  /** In the order of their making, so that they are stopped in one order. */
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean stopping = new AtomicBoolean();

  TaskGroup(String name, Consumer<Throwable> onFailure) {
    this.name = name;
    this.onFailure = onFailure;
  }

  @Override
  public void start(String task, Task work) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    Thread thread =
        Thread.ofVirtual()
            .name(name + ", " + task)
            .unstarted(() -> {
              MDC.setContextMap(context == null ? Map.of() : context);
              run(work);
            });
    // Not between the flag and the look at the threads: such a thread would never be told.
    synchronized (threads) {
      if (!stopping.get()) {
        threads.add(thread);
        thread.start();
      }
    }
  }

  private void run(Task work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      failed(e);
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  private void failed(Throwable failure) {
    if (stopping.compareAndSet(false, true)) {
      try {
        onFailure.accept(failure);
      } catch (RuntimeException e) {
        e.addSuppressed(failure);
        LOG.error("{} failed, which could not be stored", name, LoggableError.of(e));
      } finally {
        interruptAll();
      }
    } else if (!(failure instanceof InterruptedException)) {
      LOG.info(
          "{} was stopping when a task failed: {}", name, LoggableError.of(failure).getMessage());
    }
  }

  private void interruptAll() {
    synchronized (threads) {
      threads.forEach(Thread::interrupt);
    }
  }

  /** Tells all threads to stop. */
  void interrupt() {
    stopping.set(true);
    interruptAll();
  }

  /** Tells all threads to stop and waits until they have. */
  void stop() {
    stopping.set(true);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        thread.interrupt();
        try {
          thread.join(REMIND);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
