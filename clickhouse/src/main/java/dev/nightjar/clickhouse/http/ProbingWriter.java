package dev.nightjar.clickhouse.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What goes over a connection. Before an answer has begun, the other end can be tried with an
 * interim answer, which the system of a client that is gone refuses. It is a 100, of which there
 * may be any number: there are clients that skip no other.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, 15.2: a client must
 *     be able to parse interim responses that it does not expect</a>
 */
final class ProbingWriter implements DataWriter {
  private static final byte[] INTERIM =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] INTERIM_BEGINS = "HTTP/1.1 1".getBytes(StandardCharsets.US_ASCII);

  private final DataWriter socket;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean begun;

  ProbingWriter(DataWriter socket) {
    this.socket = socket;
  }

  /** Another request has come, to which nothing is answered yet. */
  void expectAnswer() {
    lock.lock();
    try {
      begun = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends an interim answer, unless the answer itself has begun.
   *
   * @return whether it was sent
   * @throws RuntimeException when the other end takes nothing any more
   */
  boolean probe() {
    lock.lock();
    try {
      if (begun) {
        return false;
      }
      socket.writeNow(BufferData.create(INTERIM));
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(BufferData... buffers) {
    begin(buffers[0], writer -> writer.write(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    begin(buffer, writer -> writer.write(buffer));
  }

  @Override
  public void writeNow(BufferData... buffers) {
    begin(buffers[0], writer -> writer.writeNow(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    begin(buffer, writer -> writer.writeNow(buffer));
  }

  private void begin(BufferData first, Consumer<DataWriter> write) {
    lock.lock();
    try {
      begun |= !isInterim(first);
    } finally {
      lock.unlock();
    }
    write.accept(socket);
  }

  /**
   * Whether it is the answer to {@code Expect: 100-continue}, after which the answer is to come.
   */
  private static boolean isInterim(BufferData bytes) {
    if (bytes.available() < INTERIM_BEGINS.length) {
      return false;
    }
    for (int i = 0; i < INTERIM_BEGINS.length; i++) {
      if (bytes.get(i) != INTERIM_BEGINS[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void flush() {
    socket.flush();
  }

  @Override
  public void close() {
    socket.close();
  }
}
