package dev.nightjar.mirror.batch;

/** Starts work of a mirror that runs beside the rest; a failure of it stops the mirror. */
@FunctionalInterface
public interface Tasks {

  /** Work that ends by itself, by an interrupt, or by a failure. */
  @FunctionalInterface
  interface Task {
    /** Does it. */
    void run() throws InterruptedException;
  }

  /** Starts a task on a virtual thread of its own. */
  void start(String name, Task task);
}
