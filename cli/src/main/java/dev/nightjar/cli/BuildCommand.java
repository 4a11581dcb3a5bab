package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "build",
    description = "Makes the server's tables and pipes what the files of this folder say.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar build                     tables and endpoints, no data from AWS",
      "  nightjar build --with-connections  the mirrors of DynamoDB tables start as well",
      "  nightjar build --with-connections --enable"
    })
final class BuildCommand implements Callable<Integer> {

  private final Environment environment;

  @Mixin ClientOptions client;

  @Option(
      names = "--with-connections",
      description = "Start the mirrors too: an export of each new table, then its stream.")
  boolean withConnections;

  @Option(
      names = "--enable",
      description =
          "Switch on what a DynamoDB table lacks: its stream and its point-in-time recovery.")
  boolean enable;

  BuildCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    List<ProjectFile> files = ProjectFolder.read(environment.directory());
    Terminal terminal = environment.terminal();
    try (ServerClient server = client.connect(environment)) {
      Answer answer = server.upload(path(), files);
      JsonNode whole = answer.json();
      JsonNode build = whole.path("build");
      if (client.format() == OutputFormat.JSON) {
        terminal.say(Json.pretty(whole));
      }
      ChangeReport report = new ChangeReport(terminal, files);
      String result = whole.path("result").asString("");
      if (!result.equals("success") && !result.equals("no_changes")) {
        if (report.problems(whole, build) == 0) {
          throw new ServerException(
              answer.status(), "The server says neither success nor failure: " + answer.body());
        }
        throw new UserException("The build failed; nothing was changed.");
      }
      if (client.format() != OutputFormat.JSON) {
        int changes = report.changes(build);
        report.remarks(build);
        report.backfills(build);
        terminal.say(changes == 0 ? "No changes." : "✓ Build completed");
      }
    }
    return 0;
  }

  private String path() {
    return "/v1/build?with_connections=" + withConnections + (enable ? "&enable=true" : "");
  }
}
