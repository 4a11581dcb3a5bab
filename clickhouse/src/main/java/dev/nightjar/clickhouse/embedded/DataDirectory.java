package dev.nightjar.clickhouse.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The engine's data directory while it is this process's own: a locked file in it tells other
 * processes, and since the engine serves one storage path per process, a second claim in this one
 * is refused whatever the path.
 */
final class DataDirectory implements AutoCloseable {
  /** A fact about the process, as the engine's own state is: hence static. */
  private static final AtomicReference<Path> CLAIMED = new AtomicReference<>();

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the directory if it is absent and claims it.
   *
   * @throws EngineException when it is in use or cannot be written
   */
  static DataDirectory claim(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    if (!CLAIMED.compareAndSet(null, path)) {
      throw new EngineException(
          "This process has already opened the embedded ClickHouse at "
              + CLAIMED.get()
              + "; it can have one at a time. Close that one first.");
    }
    try {
      return new DataDirectory(path, lock(path));
    } catch (RuntimeException | Error e) {
      CLAIMED.set(null);
      throw e;
    }
  }

  private static FileChannel lock(Path path) {
    FileChannel channel = null;
    try {
      Files.createDirectories(path);
      channel =
          FileChannel.open(
              path.resolve("nightjar.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
      channel.close();
      throw inUse(path);
    } catch (OverlappingFileLockException e) {
      close(channel, e);
      throw inUse(path);
    } catch (IOException e) {
      close(channel, e);
      throw new EngineException(
          "The data directory " + path + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static void close(FileChannel channel, Exception reason) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static EngineException inUse(Path path) {
    return new EngineException(
        "The data directory "
            + path
            + " is in use by another process: stop it, or choose another.");
  }

  /** The directory, absolute. */
  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new EngineException("The data directory " + path + " cannot be unlocked", e);
    } finally {
      CLAIMED.set(null);
    }
  }
}
