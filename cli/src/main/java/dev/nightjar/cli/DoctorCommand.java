package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.local.LocalServer;
import dev.nightjar.cli.local.LocalServer.Running;
import dev.nightjar.cli.remote.AwsChecks;
import dev.nightjar.cli.remote.Check;
import dev.nightjar.cli.remote.Check.Outcome;
import dev.nightjar.cli.remote.LiveFiles;
import dev.nightjar.cli.remote.MirrorSource;
import dev.nightjar.cli.text.Quantity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "doctor",
    description = {
      "Looks at all that mirrors need, and says how to mend what is missing: this machine, the server and"
          + " its ClickHouse, AWS credentials, and of each connection of this folder's project (of the"
          + " server's, where the folder has none) the role, its external id and every permission, the"
          + " table with its stream and recovery, and the bucket. Nothing is changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar doctor",
      "  nightjar --cloud doctor --output json",
      "",
      "Exit codes: 0; 1 where a check failed."
    })
final class DoctorCommand implements Callable<Integer> {

  private static final String MACHINE = "this machine";
  private static final String SERVER = "server";
  private static final long LEAST_FREE = 1L << 30;
  private static final long LITTLE_FREE = 10L << 30;

  private final Environment environment;
  private final List<Check> checks = new ArrayList<>();

  @Mixin ClientOptions client;

  DoctorCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    machine();
    try (ServerClient server = client.connect(environment)) {
      server(server);
      credentials(server);
      project(server);
    } catch (UnreachableException | ServerException | UserException e) {
      add(SERVER, "answers", Outcome.FAILED, e.getMessage());
    }
    return new CheckReport(checks).print(client.format(), environment.terminal());
  }

  private void add(String subject, String name, Outcome outcome, String detail) {
    checks.add(new Check(subject, name, outcome, detail));
  }

  private void machine() {
    add(
        MACHINE,
        "versions",
        Outcome.OK,
        new BuildVersion().getVersion()[0] + ", Java " + Runtime.version().feature());
    disk(
        new LocalServer(environment.home(), environment.variables())
            .running()
            .map(Running::settings)
            .map(settings -> settings.dataDir())
            .orElseGet(() -> environment.home().resolve(".nightjar")));
  }

  private void disk(Path dataDir) {
    Path there = dataDir;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String found = Quantity.bytes(free) + " free for " + dataDir;
      if (free < LEAST_FREE) {
        add(MACHINE, "disk", Outcome.FAILED, found + ". Free some: mirrors stop on a full disk.");
      } else if (free < LITTLE_FREE) {
        add(MACHINE, "disk", Outcome.WARNING, found + ", which is little for tables of some size.");
      } else {
        add(MACHINE, "disk", Outcome.OK, found);
      }
    } catch (IOException e) {
      add(MACHINE, "disk", Outcome.FAILED, there + " cannot be looked at: " + e.getMessage());
    }
  }

  private void server(ServerClient server) {
    String version = server.ask("/version").required().body().strip();
    String own = new BuildVersion().getVersion()[0].replace("nightjar ", "");
    // a server that runs from classes does not know its version
    if (version.equals(own) || !version.matches("\\d.*")) {
      add(SERVER, "answers", Outcome.OK, server.base() + ", version " + version);
    } else {
      add(
          SERVER,
          "answers",
          Outcome.WARNING,
          "%s is version %s and this command %s: use the same for both."
              .formatted(server.base(), version, own));
    }
    JsonNode workspace = server.get("/v1/workspace");
    if (workspace.path("scope").asString("").equals("admin")) {
      add(
          SERVER,
          "token",
          Outcome.OK,
          "an administrator's, of " + workspace.path("name").asString());
    } else {
      add(
          SERVER,
          "token",
          Outcome.FAILED,
          "The token is no administrator's: use the one in the file `tokens` of the server's data directory.");
    }
    JsonNode health = server.ask("/health/ready").json();
    for (String name : List.of("clickhouse", "state_database")) {
      JsonNode check = health.path("checks").path(name);
      boolean well = check.path("ok").asBoolean(false);
      add(
          SERVER,
          name.replace('_', ' '),
          well ? Outcome.OK : Outcome.FAILED,
          well
              ? "well"
              : check.path("message").asString("It does not answer; see the server's log."));
    }
    int failed = health.path("mirrors").path("failed").asInt(0);
    add(
        SERVER,
        "mirrors",
        failed == 0 ? Outcome.OK : Outcome.FAILED,
        failed == 0
            ? health.path("mirrors").path("live").asInt(0)
                + " of "
                + health.path("mirrors").path("total").asInt(0)
                + " are LIVE"
            : failed + " have FAILED: `nightjar status` says why and what to do.");
    clickHousePort(server);
  }

  /** The port that BI tools connect to is asked for only where it can be known. */
  private void clickHousePort(ServerClient server) {
    int port =
        new LocalServer(environment.home(), environment.variables())
            .running()
            .filter(running -> running.address().getPort() == server.base().getPort())
            .flatMap(running -> running.settings().clickHousePort().stream().boxed().findFirst())
            .orElse(server.base().getPort() == 7181 ? 7182 : 0);
    if (port == 0) {
      add(SERVER, "ClickHouse's port", Outcome.SKIPPED, "its number is not known here");
      return;
    }
    String address = "http://" + server.base().getHost() + ":" + port;
    try (ServerClient clickHouse = new ServerClient(URI.create(address), "")) {
      Answer answer = clickHouse.ask("/ping");
      add(
          SERVER,
          "ClickHouse's port",
          answer.ok() ? Outcome.OK : Outcome.WARNING,
          answer.ok() ? address : address + " answers with " + answer.status() + ".");
    } catch (UnreachableException e) {
      add(
          SERVER,
          "ClickHouse's port",
          Outcome.WARNING,
          "Nothing answers at "
              + address
              + ": BI tools cannot connect. See --clickhouse-port of the server.");
    }
  }

  private void credentials(ServerClient server) {
    Answer answer = server.ask("/v0/integrations/s3/settings");
    if (answer.ok()) {
      add(
          SERVER,
          "AWS credentials",
          Outcome.OK,
          "account " + answer.json().path("account_id").asString(""));
    } else {
      add(
          SERVER,
          "AWS credentials",
          Outcome.FAILED,
          Json.errorOf(answer)
              + " A server that `nightjar local` started gets this machine's by `nightjar local restart --use-aws-creds`.");
    }
  }

  private void project(ServerClient server) {
    List<MirrorSource> sources = ofFolder();
    if (sources.isEmpty()) {
      sources = MirrorSource.of(LiveFiles.all(server));
    }
    if (sources.isEmpty()) {
      add(
          "project",
          "connections",
          Outcome.SKIPPED,
          "neither this folder nor the server has one: `nightjar connection create dynamodb`");
    }
    sources.forEach(source -> checks.addAll(AwsChecks.of(server, source)));
  }

  private List<MirrorSource> ofFolder() {
    try {
      return MirrorSource.of(ProjectFolder.list(environment.directory()));
    } catch (UserException e) {
      add("project", "files", Outcome.FAILED, e.getMessage());
      return List.of();
    }
  }
}
