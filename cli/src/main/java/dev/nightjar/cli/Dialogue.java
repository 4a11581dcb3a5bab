package dev.nightjar.cli;

import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Lines;
import dev.nightjar.cli.prompt.StoppedException;
import dev.nightjar.cli.prompt.WrongOptionException;
import dev.nightjar.cli.text.Csv;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/** Runs a command that asks questions. */
final class Dialogue {

  /** What a shell has for a command that Ctrl-C ended. */
  private static final int STOPPED = 130;

  /** What the command does between its questions. */
  @FunctionalInterface
  interface Task {

    /**
     * Does it.
     *
     * @param out where the dialogue is shown
     * @return what was made, for {@code --output json} and {@code csv}
     */
    ObjectNode run(FoundServer server, Interview interview, PrintWriter out);
  }

  private final CommandSpec command;
  private final Environment environment;
  private final ClientOptions client;

  Dialogue(CommandSpec command, Environment environment, ClientOptions client) {
    this.command = command;
    this.environment = environment;
    this.client = client;
  }

  /**
   * Runs it. The dialogue is on standard output, unless that is for the result as JSON or CSV.
   *
   * @param silent whether nobody may be asked
   * @return the command's exit code
   */
  int run(boolean silent, Task task) {
    Terminal terminal = environment.terminal();
    PrintWriter out = client.format() == OutputFormat.HUMAN ? terminal.out() : terminal.err();
    try {
      ObjectNode made;
      if (silent) {
        made = run(Optional.empty(), out, task);
      } else {
        try (Lines lines = Lines.of(terminal, out)) {
          made = run(Optional.of(lines), out, task);
        }
      }
      switch (client.format()) {
        case HUMAN -> {}
        case JSON -> terminal.say(Json.pretty(made));
        case CSV -> resources(made).forEach(row -> terminal.say(Csv.line(row)));
      }
      return 0;
    } catch (StoppedException e) {
      return stopped();
    } catch (UserException e) {
      if (e.getCause() instanceof InterruptedException) {
        return stopped();
      }
      throw e;
    } catch (WrongOptionException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private ObjectNode run(Optional<Lines> lines, PrintWriter out, Task task) {
    try (FoundServer server = client.find(environment)) {
      return task.run(server, new Interview(lines, out), out);
    }
  }

  /** What has a name and a file, a row each. */
  private static List<List<String>> resources(ObjectNode made) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("resource", "name", "file"));
    made.properties().stream()
        .filter(field -> field.getValue().has("file"))
        .forEach(field ->
            rows.add(
                List.of(
                    field.getKey(),
                    field.getValue().path("name").asString(""),
                    field.getValue().path("file").asString(""))));
    return rows;
  }

  private int stopped() {
    environment
        .terminal()
        .note("nightjar: stopped. No file of the project was written and no secret was set.");
    return STOPPED;
  }
}
