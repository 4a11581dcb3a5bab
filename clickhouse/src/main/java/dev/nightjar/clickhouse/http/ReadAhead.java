package dev.nightjar.clickhouse.http;

import io.helidon.common.buffers.DataReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What comes over a connection, for Helidon's {@link DataReader}. A thread of its own may read one
 * buffer ahead: that is how the end of a connection is noticed while nobody wants to read from it.
 */
final class ReadAhead implements Supplier<byte[]> {
  private static final byte[] END = null;

  /** Told of the end of what comes over a connection. */
  interface End {
    /** The other end sends nothing more; it may still read. */
    void closed();

    /** The connection is gone. */
    void broken();
  }

  private final DataReader socket;
  private final Runnable taking;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<CompletableFuture<byte[]>> ahead = Optional.empty();

  /**
   * Reads from a connection.
   *
   * @param socket what of the connection nobody else reads from
   * @param taking called when bytes of a request are taken
   */
  ReadAhead(DataReader socket, Runnable taking) {
    this.socket = socket;
    this.taking = taking;
  }

  /** The next bytes; null at the end, as Helidon's reader wants it. */
  @Override
  public byte[] get() {
    Optional<CompletableFuture<byte[]>> begun = taken();
    byte[] bytes = begun.isPresent() ? awaited(begun.get()) : read();
    if (bytes != END) {
      taking.run();
    }
    return bytes;
  }

  /**
   * Reads ahead if nobody does yet.
   *
   * @param end told when nothing more comes
   */
  void begin(End end) {
    lock.lock();
    try {
      if (ahead.isEmpty()) {
        CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        ahead = Optional.of(bytes);
        Thread.ofVirtual().name("read-ahead").start(() -> readInto(bytes, end));
      }
    } finally {
      lock.unlock();
    }
  }

  private void readInto(CompletableFuture<byte[]> bytes, End end) {
    try {
      byte[] read = read();
      bytes.complete(read);
      if (read == END) {
        end.closed();
      }
    } catch (RuntimeException | Error e) {
      bytes.completeExceptionally(e);
      end.broken();
    }
  }

  private byte[] read() {
    try {
      socket.ensureAvailable();
      return socket.readBuffer().readBytes();
    } catch (DataReader.InsufficientDataAvailableException _) {
      return END;
    }
  }

  private Optional<CompletableFuture<byte[]>> taken() {
    lock.lock();
    try {
      Optional<CompletableFuture<byte[]>> taken = ahead;
      ahead = Optional.empty();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static byte[] awaited(CompletableFuture<byte[]> bytes) {
    try {
      return bytes.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting for the next request");
      interrupted.initCause(e);
      throw new UncheckedIOException(interrupted);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
