package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the interface answers.
 *
 * @param spoolDirectory where answers that are held back go when they are large; made when there is
 *     the first
 * @param mostSpooled how many bytes of an answer are held back at most
 */
public record HttpOptions(Path spoolDirectory, long mostSpooled) {

  /**
   * Options with a folder of their own; what a killed process left in it is removed.
   *
   * @throws IOException when the folder cannot be used
   */
  public static HttpOptions in(Path folder, long mostSpooled) throws IOException {
    if (Files.exists(folder)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, Spool.FILES)) {
        for (Path file : left) {
          Files.delete(file);
        }
      }
    }
    return new HttpOptions(folder, mostSpooled);
  }
}
