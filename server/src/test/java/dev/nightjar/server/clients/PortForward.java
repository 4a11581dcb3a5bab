package dev.nightjar.server.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The fixed port that a client insists on, in front of a server on another. The processes that run
 * this project's tests take it one after the other.
 */
final class PortForward implements AutoCloseable {
  private final FileChannel turn;
  private final ServerSocket listening;
  private final int to;

  private PortForward(FileChannel turn, ServerSocket listening, int to) {
    this.turn = turn;
    this.listening = listening;
    this.to = to;
    Thread.ofVirtual().start(this::accept);
  }

  /** Takes the port; empty where something else than these tests has it. */
  static Optional<PortForward> open(int port, int to) {
    try {
      FileChannel turn =
          FileChannel.open(
              Path.of(System.getProperty("java.io.tmpdir"), "port-" + port),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      turn.lock();
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return Optional.of(new PortForward(turn, socket, to));
      } catch (BindException e) {
        socket.close();
        turn.close();
        return Optional.empty();
      }
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
    turn.close();
  }
}
