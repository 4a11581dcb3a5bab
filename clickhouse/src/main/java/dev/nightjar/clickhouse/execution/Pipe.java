package dev.nightjar.clickhouse.execution;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands pieces from the thread that fetches them to the one that reads them. Holds a few at most;
 * the reader may leave at any time.
 *
 * @param <T> a piece
 */
public final class Pipe<T> {
  private static final int MOST = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<T> pieces = new ArrayDeque<>();
  private boolean left;

  /**
   * Hands over a piece once there is room.
   *
   * @param nanos the longest wait
   * @return false when there was no room in time, or the reader has left
   */
  public boolean put(T piece, long nanos) throws InterruptedException {
    lock.lock();
    try {
      boolean room = awaitRoom(nanos);
      if (room) {
        pieces.add(piece);
        changed.signalAll();
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands over the last pieces, all at once, when there is room for one.
   *
   * @param nanos the longest wait
   * @return false when there was no room in time, or the reader has left
   */
  public boolean putLast(List<T> last, long nanos) throws InterruptedException {
    lock.lock();
    try {
      boolean room = awaitRoom(nanos);
      if (room) {
        pieces.addAll(last);
        changed.signalAll();
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitRoom(long nanos) throws InterruptedException {
    long rest = nanos;
    while (pieces.size() >= MOST && !left && rest > 0) {
      rest = changed.awaitNanos(rest);
    }
    return pieces.size() < MOST && !left;
  }

  /**
   * Takes the next piece, waiting for it.
   *
   * @param nanos the longest wait
   * @return empty when none came in time, or the reader has left
   */
  public Optional<T> take(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long rest = nanos;
      while (pieces.isEmpty() && !left && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      Optional<T> piece = Optional.ofNullable(pieces.poll());
      changed.signalAll();
      return piece;
    } finally {
      lock.unlock();
    }
  }

  /** The reader leaves: nothing more is taken. */
  public void leave() {
    lock.lock();
    try {
      left = true;
      pieces.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the reader has left. */
  public boolean hasLeft() {
    lock.lock();
    try {
      return left;
    } finally {
      lock.unlock();
    }
  }
}
