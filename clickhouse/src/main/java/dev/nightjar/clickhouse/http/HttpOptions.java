package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * How the interface answers.
 *
 * @param spoolDirectory where answers that are held back go when they are large
 * @param mostSpooled how many bytes of an answer are held back at most
 */
public record HttpOptions(Path spoolDirectory, long mostSpooled) {

  /**
   * Options with a folder of their own, which only this process's user can enter; what a killed
   * process left in it is removed.
   *
   * @throws IOException when the folder cannot be used
   */
  public static HttpOptions in(Path folder, long mostSpooled) throws IOException {
    if (Files.notExists(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "answer-*.spool")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    return new HttpOptions(folder, mostSpooled);
  }
}
