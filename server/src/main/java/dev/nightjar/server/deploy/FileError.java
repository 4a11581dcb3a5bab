package dev.nightjar.server.deploy;

import dev.nightjar.project.Problem;
import dev.nightjar.server.http.Json;
import java.util.Map;

/**
 * Why a file cannot be deployed.
 *
 * @param filename the file as it was sent
 * @param error {@code file:line:column: what is wrong and what to do}
 */
public record FileError(String filename, String error) {
  static FileError of(Problem problem) {
    return new FileError(problem.position().file(), problem.toString());
  }

  /** As clients read it. */
  public Map<String, Object> toJson() {
    return Json.object("filename", filename, "error", error);
  }
}
