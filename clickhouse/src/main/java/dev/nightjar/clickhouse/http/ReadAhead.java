package dev.nightjar.clickhouse.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.helidon.common.buffers.DataReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What comes over a connection, for Helidon's {@link DataReader}. A thread of its own may read one
 * buffer ahead: that is how the end of a connection is noticed while nobody wants to read from it.
 *
 * <p>The head of a request must come within a time; a connection that lets one wait longer is at
 * its end. So nobody holds connections by sending heads that never end.
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

  /** Of what waits for it: nobody is told, the wait itself ends. */
  private static final End UNHEARD =
      new End() {
        @Override
        public void closed() {
          // the wait for the bytes ends with it
        }

        @Override
        public void broken() {
          // the same
        }
      };

  /**
   * How long to wait for the head of a request.
   *
   * @param first for its first bytes
   * @param whole from its first bytes to its end
   */
  record Patience(Duration first, Duration whole) {}

  private final DataReader socket;
  private final Patience patience;
  private volatile boolean inHead = true;
  private volatile Optional<Long> headBegan = Optional.empty();
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<CompletableFuture<byte[]>> ahead = Optional.empty();

  /**
   * Reads from a connection.
   *
   * @param socket what of the connection nobody else reads from
   * @param patience with the heads of requests
   */
  ReadAhead(DataReader socket, Patience patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /** The head of a request is there: what is read from now on is its body. */
  void endHead() {
    inHead = false;
  }

  /** A request has been answered: what is read from now on is the next one's head. */
  void expectHead() {
    headBegan = Optional.empty();
    inHead = true;
  }

  /** The next bytes; null at the end, as Helidon's reader wants it. */
  @Override
  public byte[] get() {
    return inHead ? ofHead() : ofBody();
  }

  private byte[] ofBody() {
    Optional<CompletableFuture<byte[]>> begun = taken();
    return begun.isPresent() ? awaited(begun.get()) : read();
  }

  private byte[] ofHead() {
    long left =
        headBegan
            .map(began -> patience.whole().toNanos() - (System.nanoTime() - began))
            .orElse(patience.first().toNanos());
    if (left <= 0) {
      return END;
    }
    begin(UNHEARD);
    byte[] bytes = awaited(taken().orElseThrow(), left);
    if (headBegan.isEmpty()) {
      headBegan = Optional.of(System.nanoTime());
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
    return awaited(bytes, Long.MAX_VALUE);
  }

  private static byte[] awaited(CompletableFuture<byte[]> bytes, long nanos) {
    try {
      return bytes.get(nanos, NANOSECONDS);
    } catch (TimeoutException _) {
      return END;
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
