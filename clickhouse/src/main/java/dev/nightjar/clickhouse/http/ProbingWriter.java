package dev.nightjar.clickhouse.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What goes over a connection. Before an answer has begun, the other end can be tried with an
 * interim answer, which every client of HTTP/1.1 skips, and which the system of a client that is
 * gone refuses.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, 15.2: a client must
 *     be able to parse interim responses that it does not expect</a>
 */
final class ProbingWriter implements DataWriter {
  private static final byte[] INTERIM =
      "HTTP/1.1 102 Processing\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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
    begin(writer -> writer.write(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    begin(writer -> writer.write(buffer));
  }

  @Override
  public void writeNow(BufferData... buffers) {
    begin(writer -> writer.writeNow(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    begin(writer -> writer.writeNow(buffer));
  }

  private void begin(Consumer<DataWriter> write) {
    lock.lock();
    try {
      begun = true;
    } finally {
      lock.unlock();
    }
    write.accept(socket);
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
