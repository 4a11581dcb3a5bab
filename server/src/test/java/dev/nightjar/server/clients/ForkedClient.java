package dev.nightjar.server.clients;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.InstalledClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Python client that is loaded once and whose every command is a process forked from that one.
 * Loading takes most of a short command's time, and the tests run hundreds of them.
 */
final class ForkedClient implements AutoCloseable {
  private final Map<String, String> environment;
  private final Path output;
  private final Process process;
  private final Writer commands;
  private final BufferedReader codes;

  /**
   * @param program the script that pip made for the client
   * @param folder where its commands run
   * @param output the file that takes what a command prints
   * @param environment the variables that they see, and no others
   */
  ForkedClient(Path program, Path folder, Path output, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.output = output;
    ProcessBuilder builder =
        new ProcessBuilder(
                program.resolveSibling("python").toString(),
                InstalledClient.source("tinybird/forked.py").toString(),
                program.toString())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands = process.outputWriter(StandardCharsets.UTF_8);
    codes = new BufferedReader(new InputStreamReader(process.getInputStream()));
  }

  /** Whether its commands see these variables. */
  boolean sees(Map<String, String> variables) {
    return environment.equals(variables);
  }

  /** Runs a command. */
  Ended run(List<String> arguments) {
    List<String> command = Stream.concat(Stream.of(output.toString()), arguments.stream()).toList();
    try {
      commands.write(JsonMapper.shared().writeValueAsString(command) + "\n");
      commands.flush();
      String code = codes.readLine();
      if (code == null) {
        throw new AssertionError("the loaded client ended: " + String.join(" ", arguments));
      }
      return new Ended(Integer.parseInt(code), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it: a command that runs goes on to its end. */
  @Override
  public void close() {
    process.destroy();
  }
}
