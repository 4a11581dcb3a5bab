package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Waits for the end of a job. */
final class RunningJob {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private RunningJob() {}

  /**
   * The job at its end.
   *
   * @throws UserException with the server's reason, when it is no good one
   */
  static JsonNode await(ServerClient server, JsonNode begun) {
    JsonNode job = begun;
    String path = "/v0/jobs/" + ServerClient.encode(begun.path("id").asString(""));
    while (job.path("status").asString("").matches("waiting|working")) {
      Pause.REAL.sleep(BETWEEN_LOOKS);
      job = server.get(path);
    }
    String status = job.path("status").asString("");
    if (!status.equals("done")) {
      String reason = job.path("error").asString("");
      throw new UserException(
          "The job "
              + job.path("id").asString("")
              + (status.equals("cancelled") ? " was cancelled. " : " failed: ")
              + reason);
    }
    return job;
  }
}
