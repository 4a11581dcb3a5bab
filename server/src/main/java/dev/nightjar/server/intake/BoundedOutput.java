package dev.nightjar.server.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a file that stays below a size, and ends before the disk does: the state of mirrors and
 * the tables are on the same one.
 */
final class BoundedOutput extends OutputStream {
  /** What must stay free for all that is written besides. */
  static final long KEPT_FREE_BYTES = 256L << 20;

  private static final long LOOK_EVERY = 8L << 20;

  private final Path file;
  private final OutputStream out;
  private final long most;
  private long written;
  private long lookAt;

  private BoundedOutput(Path file, OutputStream out, long most) {
    this.file = file;
    this.out = out;
    this.most = most;
  }

  /** Less is free on the disk than must stay so. */
  static final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSpaceException() {
      super("less than " + (KEPT_FREE_BYTES >> 20) + " MB are free");
    }
  }

  /**
   * Opens a file that is there.
   *
   * @param most how many bytes may be written
   */
  static BoundedOutput to(Path file, long most) throws IOException {
    return new BoundedOutput(file, Files.newOutputStream(file), most);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * Writes all of them or none.
   *
   * @throws Unpacking.TooLargeException past the size
   * @throws NoSpaceException when the disk is all but full
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (written + length > most) {
      throw new Unpacking.TooLargeException(
          "The data unpacks to more than "
              + (most >> 20)
              + " MB, the most that the rows of one request may have. Send them in several.");
    }
    if (written >= lookAt) {
      if (Files.getFileStore(file).getUsableSpace() < KEPT_FREE_BYTES) {
        throw new NoSpaceException();
      }
      lookAt = written + LOOK_EVERY;
    }
    out.write(bytes, offset, length);
    written += length;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
