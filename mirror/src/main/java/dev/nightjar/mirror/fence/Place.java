package dev.nightjar.mirror.fence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells a data directory from its copies: by its path without symbolic links, and by what the file
 * system calls its state database.
 */
final class Place {
  private static final int BYTES = 8;

  private Place() {}

  /** Sixteen hexadecimal digits. */
  static String of(Path directory) {
    try {
      Path real =
          Files.isDirectory(directory) ? directory.toRealPath() : directory.toAbsolutePath();
      Path state = real.resolve("state.db");
      Path told = Files.exists(state) ? state : real;
      Object file =
          Files.exists(told)
              ? Files.readAttributes(told, BasicFileAttributes.class).fileKey()
              : "in memory";
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((real + "\n" + file).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at the data directory " + directory, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
