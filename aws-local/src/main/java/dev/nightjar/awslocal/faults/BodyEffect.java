package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.ConnectionCut;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/** What happens to the body of an answer, as it is sent, that a fault is meant for. */
@FunctionalInterface
public interface BodyEffect {

  /** What the body is written to instead of the socket. */
  OutputStream on(OutputStream socket);

  /** The connection is cut when so many bytes of the body were sent. */
  static BodyEffect cutAfter(long bytes) {
    return socket -> new Cut(socket, bytes, Duration.ZERO);
  }

  /** When so many bytes of the body were sent nothing comes for that long, then it is cut. */
  static BodyEffect silentAfter(long bytes, Duration length) {
    return socket -> new Cut(socket, bytes, length);
  }

  /** The body is sent no faster than that. */
  static BodyEffect slow(long bytesPerSecond) {
    return socket -> new Slow(socket, bytesPerSecond, Thread::sleep);
  }

  /** Sends the first bytes, then nothing, then cuts. */
  final class Cut extends FilterOutputStream {

    private final Duration silence;
    private long left;

    private Cut(OutputStream socket, long bytes, Duration silence) {
      super(socket);
      this.left = bytes;
      this.silence = silence;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int count = (int) Math.min(length, left);
      out.write(bytes, offset, count);
      left -= count;
      if (count < length) {
        out.flush();
        hold(Thread::sleep, silence);
        throw new ConnectionCut();
      }
    }
  }

  /** Waits after each write for as long as its bytes are to take. */
  final class Slow extends FilterOutputStream {

    private static final int STEP = 8 << 10;

    private final long bytesPerSecond;
    private final Pause pause;

    Slow(OutputStream socket, long bytesPerSecond, Pause pause) {
      super(socket);
      this.bytesPerSecond = bytesPerSecond;
      this.pause = pause;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int step = (int) Math.clamp(bytesPerSecond, 1, STEP);
      for (int done = 0; done < length; done += step) {
        int count = Math.min(step, length - done);
        out.write(bytes, offset + done, count);
        out.flush();
        hold(pause, Duration.ofMillis(count * 1000L / bytesPerSecond));
      }
    }
  }

  private static void hold(Pause pause, Duration length) throws InterruptedIOException {
    try {
      pause.hold(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a body was held up");
    }
  }
}
