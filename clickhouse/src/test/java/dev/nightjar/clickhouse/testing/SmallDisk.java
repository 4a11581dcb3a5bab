package dev.nightjar.clickhouse.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few megabytes in memory, which a test can fill to the last byte and free
 * again: what programs meet there is the operating system's own ENOSPC.
 */
public final class SmallDisk implements AutoCloseable {
  private static final String BALLAST = "ballast";

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one at an empty folder; empty where this process may not mount, so that the test takes
   * another way to the same error.
   */
  public static Optional<SmallDisk> mount(Path folder, int megabytes) {
    return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString())
        ? Optional.of(new SmallDisk(folder))
        : Optional.empty();
  }

  /** Whether this process may mount one. */
  public static boolean canMount() {
    try {
      Path trial = Files.createTempDirectory("small-disk-");
      Optional<SmallDisk> disk = mount(trial, 1);
      disk.ifPresent(SmallDisk::close);
      Files.delete(trial);
      return disk.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** Takes all that is free. */
  public void fill() {
    byte[] chunk = new byte[4096];
    try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException full) {
      if (folder.toFile().getUsableSpace() != 0) {
        throw new UncheckedIOException(full);
      }
    }
  }

  /** Gives it back. */
  public void free() {
    try {
      Files.deleteIfExists(folder.resolve(BALLAST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes it larger. */
  public void grow(int megabytes) {
    if (!run("mount", "-o", "remount,size=" + megabytes + "m", folder.toString())) {
      throw new IllegalStateException(folder + " cannot be made larger");
    }
  }

  /** From now on nothing can be written. */
  public void makeReadOnly() {
    if (!run("mount", "-o", "remount,ro", folder.toString())) {
      throw new IllegalStateException(folder + " cannot be made read-only");
    }
  }

  @Override
  public void close() {
    if (!run("umount", folder.toString()) && !run("umount", "-l", folder.toString())) {
      throw new IllegalStateException(folder + " cannot be unmounted");
    }
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      // There is no such program here.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
