package dev.nightjar.clickhouse.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/** Makes {@link OutputPipe}s in a folder that only this process's user can enter. */
final class OutputPipes {
  private static final int OWNER_ONLY = 0_600;

  private final Path directory;
  private final MethodHandle mkfifo;
  private final AtomicLong number = new AtomicLong();

  private OutputPipes(Path directory, MethodHandle mkfifo) {
    this.directory = directory;
    this.mkfifo = mkfifo;
  }

  /**
   * Makes the folder, and removes what a killed process left there.
   *
   * @throws EngineException when that fails
   */
  static OutputPipes in(Path directory) {
    try {
      if (Files.notExists(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
        for (Path file : left) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new EngineException(
          "The folder " + directory + " cannot be used: " + e.getMessage(), e);
    }
    Linker linker = Linker.nativeLinker();
    return new OutputPipes(
        directory,
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mkfifo"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)));
  }

  /** The folder. */
  Path directory() {
    return directory;
  }

  /**
   * A new pipe, to be closed.
   *
   * @throws IOException when the system refuses
   */
  OutputPipe open() throws IOException {
    Path path = directory.resolve(Long.toString(number.incrementAndGet()));
    try (Arena arena = Arena.ofConfined()) {
      int failed = (int) mkfifo.invokeExact(arena.allocateFrom(path.toString()), OWNER_ONLY);
      if (failed != 0) {
        throw new IOException("cannot make the pipe " + path);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
    return OutputPipe.open(path);
  }
}
