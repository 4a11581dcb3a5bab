package dev.nightjar.cli.local;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.files.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of the server that was started in the background.
 *
 * @param pid of its process
 * @param begun when that process began: a number is given to another process some day
 * @param settings how it runs
 */
record LocalRecord(long pid, Instant begun, LocalSettings settings) {

  private static Path file(Path home) {
    return home.resolve(".nightjar/local-server.json");
  }

  /**
   * Reads it.
   *
   * @throws UserException if it is there and cannot be read
   */
  static Optional<LocalRecord> read(Path home) {
    Path file = file(home);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = Json.parse(Files.readString(file));
      JsonNode clickHouse = json.path("clickhouse_port");
      return Optional.of(
          new LocalRecord(
              json.path("pid").asLong(0),
              Instant.parse(json.path("begun").asString("")),
              new LocalSettings(
                  json.path("port").asInt(0),
                  clickHouse.isInt() ? OptionalInt.of(clickHouse.asInt()) : OptionalInt.empty(),
                  Path.of(json.path("data_dir").asString("")),
                  json.path("aws_credentials").asBoolean(false))));
    } catch (IOException | JacksonException | DateTimeException e) {
      throw new UserException(
          file + " cannot be read: " + e.getMessage() + ". Delete it, and start again.", e);
    }
  }

  void write(Path home) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("pid", pid)
            .put("begun", begun.toString())
            .put("port", settings.port())
            .put("data_dir", settings.dataDir().toString())
            .put("aws_credentials", settings.awsCredentials());
    settings.clickHousePort().ifPresent(port -> json.put("clickhouse_port", port));
    PrivateFile.write(file(home), Json.pretty(json) + "\n");
  }

  /** Makes what is remembered what it was. */
  static void restore(Path home, Optional<LocalRecord> before) {
    before.ifPresentOrElse(record -> record.write(home), () -> PrivateFile.delete(file(home)));
  }

  /** The process, if it still is that one. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> handle.info().startInstant().filter(begun::equals).isPresent());
  }
}
