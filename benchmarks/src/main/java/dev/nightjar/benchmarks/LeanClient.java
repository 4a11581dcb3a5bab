package dev.nightjar.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Asks over HTTP/1.1 and counts the bytes of what is answered, on connections that stay open. The
 * JDK's own client takes more than a millisecond of processor time a request, which would be
 * measured with the server's, on the same processors.
 */
final class LeanClient implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String LENGTH = "content-length:";
  private static final String CHUNKED = "transfer-encoding: chunked";

  private final int port;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  LeanClient(int port) {
    this.port = port;
  }

  /**
   * An answer.
   *
   * @param bytes of its body
   */
  record Reply(int status, long bytes) {}

  Reply get(String path, String token) {
    return ask("GET " + path + " HTTP/1.1\r\n" + head(token) + "\r\n");
  }

  /** Posts ASCII. */
  Reply post(String path, String token, String body) {
    return ask(
        "POST "
            + path
            + " HTTP/1.1\r\n"
            + head(token)
            + "Content-Type: text/plain\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private String head(String token) {
    return "Host: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + token + "\r\n";
  }

  private Reply ask(String request) {
    try {
      Connection free = idle.poll();
      Connection connection = free == null ? new Connection(port) : free;
      Reply reply = connection.ask(request);
      idle.push(connection);
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.socket.close();
    }
  }

  private static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    Reply ask(String request) throws IOException {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      int status = Integer.parseInt(line().split(" ", 3)[1]);
      long length = 0;
      boolean chunked = false;
      for (String line = line(); !line.isEmpty(); line = line()) {
        String header = line.toLowerCase(Locale.ROOT);
        if (header.startsWith(LENGTH)) {
          length = Long.parseLong(header.substring(LENGTH.length()).strip());
        }
        chunked |= header.equals(CHUNKED);
      }
      return new Reply(status, chunked ? chunks() : skipped(length));
    }

    private long chunks() throws IOException {
      long all = 0;
      while (true) {
        long length = skipped(Long.parseLong(line(), 16));
        line();
        if (length == 0) {
          return all;
        }
        all += length;
      }
    }

    private long skipped(long length) throws IOException {
      long left = length;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new IOException("an answer broke off, " + left + " bytes too early");
        }
        left -= read;
      }
      return length;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("an answer broke off");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }
  }
}
