package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ProjectConfig.DevMode;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.api.ServerWish;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      "  nightjar build --with-connections --enable",
      "  nightjar build --watch             again at every change of a file"
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

  @Option(
      names = "--allow-destructive-operations",
      description = "Delete mirrored data sources with rows that the files do not have, unasked.")
  boolean destructive;

  @Option(names = "--watch", description = "Build again at every change of a file, until Ctrl-C.")
  boolean watch;

  BuildCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    ServerLocator locator = ClientOptions.locator(environment);
    ClientOptions.warnOfForeignFiles(environment, locator);
    Path folder = ProjectPlace.of(environment, locator.project());
    List<ProjectFile> files = watch ? ProjectFolder.list(folder) : ProjectFolder.read(folder);
    try (ServerClient server = locator.find(wish(locator)).client()) {
      if (watch) {
        watch(server, folder, files);
      } else {
        requireMirrors(server, files, environment.terminal().interactive());
        build(server, files);
      }
      return 0;
    }
  }

  /** A build in a wrong folder would end mirrors. */
  private void requireMirrors(ServerClient server, List<ProjectFile> files, boolean ask) {
    List<String> lost = destructive ? List.of() : LostMirrors.of(server, files);
    if (lost.isEmpty()) {
      return;
    }
    Terminal terminal = environment.terminal();
    terminal.note("△ " + LostMirrors.sentence(lost));
    if (!ask || !Agreement.ask(terminal, "Delete " + String.join(", ", lost) + "?")) {
      throw new UserException(
          "Nothing was changed. Build with --allow-destructive-operations to delete "
              + (lost.size() == 1 ? "it." : "them."));
    }
  }

  /** A project of Tinybird's SDKs may say that builds go to a branch named after git's. */
  private ServerWish wish(ServerLocator locator) {
    ServerWish wish = client.wish();
    boolean toBranch =
        wish.saysNothing()
            && locator.project().devMode().filter(mode -> mode == DevMode.BRANCH).isPresent();
    return toBranch
        ? wish.orBranch(Optional.of(ProjectPlace.branchOfGit(environment.directory())))
        : wish;
  }

  /** Builds at every change, until Ctrl-C; what is wrong is said, and the next change tried. */
  private void watch(ServerClient server, Path folder, List<ProjectFile> found) {
    Terminal terminal = environment.terminal();
    List<ProjectFile> files = found;
    try (Interruption interruption = new Interruption()) {
      try (ProjectWatch changes = new ProjectWatch(folder, files)) {
        while (true) {
          tryToBuild(server, files);
          terminal.note("» Watching " + folder + " … (Ctrl-C ends it)");
          files = changed(changes, terminal);
        }
      } catch (InterruptedException e) {
        // Ctrl-C is how it ends
        if (!interruption.requested()) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private List<ProjectFile> changed(ProjectWatch changes, Terminal terminal)
      throws InterruptedException {
    while (true) {
      try {
        return changes.next();
      } catch (UserException e) {
        terminal.note("nightjar: " + e.getMessage());
      }
    }
  }

  private void tryToBuild(ServerClient server, List<ProjectFile> files) {
    try {
      requireMirrors(server, files, false);
      build(server, files);
    } catch (UserException | ServerException | UnreachableException e) {
      environment.terminal().note("nightjar: " + e.getMessage());
    }
  }

  private void build(ServerClient server, List<ProjectFile> files) {
    Terminal terminal = environment.terminal();
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

  private String path() {
    return "/v1/build?with_connections=" + withConnections + (enable ? "&enable=true" : "");
  }
}
