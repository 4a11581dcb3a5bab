package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.execution.Deadline;
import dev.nightjar.clickhouse.execution.Pipe;
import dev.nightjar.clickhouse.execution.PipedStream.Piece;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries bytes from an {@link OutputPipe} to the reader of a stream. When the reader has left, the
 * pipe is still emptied, so that the engine, which may wait for room in it, comes to its end.
 */
final class Pump implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

  /** As much as fits into a pipe. */
  private static final int LARGEST_PIECE = 1 << 16;

  private final OutputPipe output;
  private final Pipe<Piece> pipe;
  private final Deadline deadline;
  private final Runnable kill;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Throwable failure;

  Pump(OutputPipe output, Pipe<Piece> pipe, Deadline deadline, Runnable kill) {
    this.output = output;
    this.pipe = pipe;
    this.deadline = deadline;
    this.kill = kill;
  }

  /**
   * Waits for the last byte, which is there once the output has ended.
   *
   * @throws IOException when the pipe could not be read
   */
  void finish() throws IOException, InterruptedException {
    ended.await();
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure != null) {
      throw new IOException(failure.toString(), failure);
    }
  }

  @Override
  public void run() {
    try {
      pump();
      ended.countDown();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Nobody empties the pipe, or not any more: the engine must not wait for room in it. */
  void fail(Throwable why) {
    failure = why;
    try {
      kill.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    } finally {
      // a statement that waits for room does not hear the kill
      abandon();
      ended.countDown();
    }
  }

  /** What the engine writes fails from now on, which ends its statement. */
  private void abandon() {
    try {
      output.abandon();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The pipe is emptied whether the kill is heard or not: a statement then runs to its own end. */
  private void killUnheard() {
    try {
      kill.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "a statement whose reader has left could not be ended and runs on", LoggableError.of(e));
    }
  }

  private void pump() throws IOException {
    byte[] buffer = new byte[LARGEST_PIECE];
    boolean wanted = true;
    for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
      if (wanted && !handOver(Arrays.copyOf(buffer, length))) {
        wanted = false;
        killUnheard();
      }
    }
  }

  private boolean handOver(byte[] bytes) {
    try {
      return pipe.put(new Piece.Data(bytes, StreamingQuery.NOTHING), deadline.nanosLeft());
    } catch (InterruptedException _) {
      // Nobody interrupts this thread; if somebody did, it would mean the same.
      return false;
    }
  }
}
