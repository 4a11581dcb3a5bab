package dev.nightjar.server.intake;

import dev.nightjar.server.http.HttpProblem;
import java.io.IOException;
import java.util.Map;

/** What an error of reading or of staging is to clients. */
final class Trouble {
  private Trouble() {}

  /** While rows are read from where they come from, and staged. */
  static HttpProblem ofReading(IOException e) {
    return switch (e) {
      case Unpacking.TooLargeException large -> HttpProblem.tooLarge(large.getMessage());
      case Unpacking.BrokenException broken ->
          HttpProblem.badRequest(
              "The data cannot be read: " + broken.getMessage() + ". Nothing was imported.");
      default ->
          isFull(e)
              ? ofFiles(e)
              : HttpProblem.badRequest("The data ended too early. Nothing was imported.");
    };
  }

  /** Of the server's own files. */
  static HttpProblem ofFiles(IOException e) {
    return new HttpProblem(
        507,
        "The rows could not be kept on the server's disk"
            + (isFull(e) ? ", which is full. Free space on it and try again." : "."),
        Map.of());
  }

  private static boolean isFull(IOException e) {
    return e instanceof BoundedOutput.NoSpaceException
        || e.getMessage() != null && e.getMessage().contains("No space left");
  }
}
