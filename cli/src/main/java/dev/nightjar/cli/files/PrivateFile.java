package dev.nightjar.cli.files;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that hold tokens: only their owner reads them, and they are never half written. */
public final class PrivateFile {

  private PrivateFile() {}

  /**
   * Writes a file whole, in the place of one that is there.
   *
   * @throws UserException if it cannot be written
   */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent(), ".", ".draft", ownerOnly());
      try {
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UserException(file + " cannot be written: " + FileTrouble.of(e) + ".", e);
    }
  }

  /**
   * Deletes a file, if it is there.
   *
   * @throws UserException if it cannot be deleted
   */
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserException(file + " cannot be deleted: " + FileTrouble.of(e) + ".", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
