package dev.nightjar.proving.world.time;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Makes virtual threads whose carrier is ours, and tells what they wait for. Every virtual thread
 * that such a thread starts is carried by the same executor, so that a whole program can be
 * scheduled without knowing of it. The JDK has this for its own tests (JEP 444 leaves a public way
 * open), behind {@link #OPTIONS}.
 */
final class VirtualThreads {
  /** What a JVM must be started with. */
  static final String OPTIONS =
      "--add-opens java.base/java.lang=ALL-UNNAMED"
          + " --add-opens java.base/java.util.concurrent.locks=ALL-UNNAMED";

  private VirtualThreads() {}

  /**
   * A builder of threads whose steps this executor is given.
   *
   * @throws IllegalStateException if this JVM does not let us
   */
  static Thread.Builder.OfVirtual carriedBy(Executor executor) {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builder.setAccessible(true);
      return (Thread.Builder.OfVirtual) builder.newInstance(executor);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw notAllowed(e);
    }
  }

  /**
   * The thread whose steps are this one: it is all that a step keeps.
   *
   * @throws IllegalStateException if this JVM does not let us
   */
  static Thread thread(Runnable step) {
    try {
      Field field = step.getClass().getDeclaredFields()[0];
      field.setAccessible(true);
      return (Thread) field.get(step);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw notAllowed(e);
    }
  }

  /**
   * Whether a thread that waits does so for a lock that none of these threads has: for one that the
   * JVM has once, as libraries have for their caches.
   *
   * @throws IllegalStateException if this JVM does not let us
   */
  static boolean waitsForForeignLock(Thread waiting, Predicate<Thread> own) {
    Object blocker = LockSupport.getBlocker(waiting);
    if (!(blocker instanceof AbstractOwnableSynchronizer lock)
        || lock.getClass().getEnclosingClass() != ReentrantLock.class) {
      return false;
    }
    try {
      Method owner = AbstractOwnableSynchronizer.class.getDeclaredMethod("getExclusiveOwnerThread");
      owner.setAccessible(true);
      return !own.test((Thread) owner.invoke(lock));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw notAllowed(e);
    }
  }

  private static IllegalStateException notAllowed(Exception cause) {
    return new IllegalStateException(
        "The simulated world schedules virtual threads itself, which JDK 25 allows with "
            + OPTIONS
            + "; this JVM is "
            + Runtime.version()
            + " and does not: "
            + cause.getMessage(),
        cause);
  }
}
