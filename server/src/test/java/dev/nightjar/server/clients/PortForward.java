package dev.nightjar.server.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/** The fixed port that a client insists on, in front of a server on another. */
final class PortForward implements AutoCloseable {
  private final ServerSocket listening;
  private final int to;

  private PortForward(ServerSocket listening, int to) {
    this.listening = listening;
    this.to = to;
    Thread.ofVirtual().start(this::accept);
  }

  /** Takes the port; empty where something else has it. */
  static Optional<PortForward> open(int port, int to) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Optional.of(new PortForward(socket, to));
    } catch (BindException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket from = listening.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), to);
        Thread.ofVirtual().start(() -> copy(from, behind));
        Thread.ofVirtual().start(() -> copy(behind, from));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Until one side ends, which ends both. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // the other direction has closed the two
      assert from.isClosed() || to.isClosed() : e;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
