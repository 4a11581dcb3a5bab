package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** One connection through the proxy, both directions, and what happens to it. */
final class ProxiedConnection {

  private static final int PIECE = 16 << 10;

  private final Socket client;
  private final Socket server;
  private final ConnectionFate fate;
  private final AtomicLong passed = new AtomicLong();

  ProxiedConnection(Socket client, Socket server, ConnectionFate fate) {
    this.client = client;
    this.server = server;
    this.fate = fate;
  }

  boolean harmed() {
    return !(fate instanceof ConnectionFate.Unharmed);
  }

  /** Passes bytes until one end closes, or fate cuts it. */
  void run() {
    Thread back = Thread.ofVirtual().start(() -> pump(server, client));
    pump(client, server);
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cut();
  }

  /** Breaks it in both directions, without a farewell. */
  void cut() {
    reset(client);
    reset(server);
  }

  /** Closes a socket so that its other end sees a reset. */
  static void reset(Socket socket) {
    try (socket) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException _) {
      // It was broken already, which is what this is for.
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        int count = allowed(read);
        out.write(piece, 0, count);
        if (count < read) {
          cut();
          return;
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One end broke: the other is to see that too.
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut();
    }
  }

  /** How much of a piece passes, after it has waited as long as it must. */
  private int allowed(int read) throws InterruptedException {
    long before = passed.getAndAdd(read);
    return switch (fate) {
      case ConnectionFate.Unharmed _ -> read;
      case ConnectionFate.Cut(long bytes) -> (int) Math.clamp(bytes - before, 0, read);
      case ConnectionFate.Delayed(Duration pause) -> {
        Thread.sleep(pause);
        yield read;
      }
      case ConnectionFate.Slow(long bytesPerSecond) -> {
        Thread.sleep(read * 1000L / bytesPerSecond);
        yield read;
      }
      case ConnectionFate.Stalled(long bytes, Duration silence) -> {
        int count = (int) Math.clamp(bytes - before, 0, read);
        if (count < read) {
          Thread.sleep(silence);
        }
        yield count;
      }
    };
  }
}
