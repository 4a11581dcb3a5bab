package dev.nightjar.clickhouse.embedded;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees to it that an {@link OutputPipe} is emptied. A small result fits into the pipe whole, and is
 * taken out by the thread that has run the statement; a thread of its own, which would have to be
 * woken up again and again, empties it only when asked for.
 */
final class Drain {
  private final OutputPipe output;
  private final Pump pump;
  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean begun;

  /**
   * A drain that is closed.
   *
   * @param threads begins at once whatever it is given
   */
  Drain(OutputPipe output, Pump pump, Executor threads) {
    this.output = output;
    this.pump = pump;
    this.threads = threads;
  }

  /** From now on the pipe is emptied while the statement runs. */
  void open() {
    if (begin()) {
      try {
        threads.execute(pump);
      } catch (RuntimeException | Error e) {
        // no thread can be made: told by finish, which comes since the statement fails
        pump.fail(e);
      }
    }
  }

  /**
   * The statement has ended: empties the pipe to its end.
   *
   * @return what nobody has taken out; empty where the pump has
   * @throws IOException when it could not be read
   */
  byte[] finish() throws IOException, InterruptedException {
    boolean untouched = begin();
    output.end();
    if (untouched) {
      return output.rest();
    }
    pump.finish();
    return new byte[0];
  }

  /** Whether nobody had begun before. */
  private boolean begin() {
    lock.lock();
    try {
      boolean first = !begun;
      begun = true;
      return first;
    } finally {
      lock.unlock();
    }
  }
}
