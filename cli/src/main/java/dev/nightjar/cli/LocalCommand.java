package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.local.LocalServer;
import dev.nightjar.cli.local.LocalServer.Running;
import dev.nightjar.cli.local.LocalSettings;
import dev.nightjar.server.ServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "local",
    description = {
      "The server of this machine, in the background.",
      "It gets none of this machine's AWS credentials unless --use-aws-creds says so; without them a"
          + " project builds and its mirrors do not start."
    },
    synopsisSubcommandLabel = "(start | stop | restart | status)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar local start",
      "  nightjar local restart --use-aws-creds",
      "  nightjar local status",
      "  nightjar local stop"
    })
final class LocalCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new LocalCommand())
        .addSubcommand(new Start(environment))
        .addSubcommand(new Stop(environment))
        .addSubcommand(new Restart(environment))
        .addSubcommand(new Status(environment));
  }

  private static LocalServer server(Environment environment) {
    return new LocalServer(environment.home(), environment.variables());
  }

  private static void started(Environment environment, Running running) {
    Terminal terminal = environment.terminal();
    terminal.say("✓ the local server is ready at " + running.address());
    terminal.say(
        running.settings().awsCredentials()
            ? "  It uses this machine's AWS credentials."
            : "  It has no AWS credentials; `nightjar local restart --use-aws-creds` gives it those of"
                + " this machine.");
  }

  /** What a start can be told. */
  static final class StartOptions {

    @Option(
        names = "--use-aws-creds",
        description = "Let the server use this machine's AWS credentials.")
    boolean awsCredentials;

    @Option(
        names = "--port",
        paramLabel = "PORT",
        converter = PortConverter.class,
        description = "The port of the API (default: that of before, else 7181).")
    Optional<Integer> port = Optional.empty();

    @Option(
        names = "--clickhouse-port",
        paramLabel = "PORT",
        converter = PortConverter.class,
        description =
            "The port of ClickHouse's HTTP interface (default: that of before, else 7182).")
    Optional<Integer> clickHousePort = Optional.empty();

    @Option(
        names = "--data-dir",
        paramLabel = "DIR",
        description = "Where everything is kept (default: that of before, else ~/.nightjar).")
    Optional<Path> dataDir = Optional.empty();

    LocalSettings settings(Environment environment, Optional<LocalSettings> before) {
      URI local = ClientOptions.locator(environment).localAddress();
      int usual = local.getPort() > 1 ? local.getPort() : ServerOptions.DEFAULT_PORT;
      return new LocalSettings(
          port.or(() -> before.map(LocalSettings::port)).orElse(usual),
          clickHousePort
              .map(OptionalInt::of)
              .orElseGet(
                  () -> before.map(LocalSettings::clickHousePort).orElse(OptionalInt.empty())),
          dataDir
              .map(environment.directory()::resolve)
              .or(() -> before.map(LocalSettings::dataDir))
              .orElseGet(() -> environment.home().resolve(".nightjar")),
          awsCredentials);
    }
  }

  @Command(
      name = "start",
      description = "Starts the server, and waits until it answers.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar local start", "  nightjar local start --use-aws-creds"})
  static final class Start implements Callable<Integer> {

    private final Environment environment;

    @Mixin StartOptions options;

    Start(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      LocalServer local = server(environment);
      Optional<Running> running = local.running();
      if (running.isPresent()) {
        if (running.get().settings().awsCredentials() != options.awsCredentials) {
          throw new UserException(
              "The local server runs already, "
                  + (options.awsCredentials ? "without" : "with")
                  + " AWS credentials. `nightjar local restart"
                  + (options.awsCredentials ? " --use-aws-creds" : "")
                  + "` changes that.");
        }
        environment
            .terminal()
            .say("✓ the local server runs already, at " + running.get().address());
        return 0;
      }
      started(environment, local.start(options.settings(environment, local.lastSettings())));
      return 0;
    }
  }

  @Command(
      name = "stop",
      description = "Stops the server; what it holds stays.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar local stop")
  static final class Stop implements Callable<Integer> {

    private final Environment environment;

    Stop(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      environment
          .terminal()
          .say(
              server(environment).stop()
                  ? "✓ the local server has stopped"
                  : "No local server runs that `nightjar local start` has started.");
      return 0;
    }
  }

  @Command(
      name = "restart",
      description = "Stops the server if it runs, and starts it.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar local restart --use-aws-creds")
  static final class Restart implements Callable<Integer> {

    private final Environment environment;

    @Mixin StartOptions options;

    Restart(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      LocalServer local = server(environment);
      LocalSettings settings = options.settings(environment, local.lastSettings());
      local.stop();
      started(environment, local.start(settings));
      return 0;
    }
  }

  @Command(
      name = "status",
      description =
          "Shows whether the server runs, and with which credentials; exits with 1 if not.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar local status --output json")
  static final class Status implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    Status(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      Optional<Running> running = server(environment).running();
      URI address =
          running
              .map(Running::address)
              .orElseGet(() -> ClientOptions.locator(environment).localAddress());
      Optional<String> account = Optional.empty();
      boolean answers = false;
      try (ServerClient local = ServerLocator.clientOfMachine(address)) {
        Answer answer = local.ask("/v0/integrations/s3/settings");
        answers = true;
        account =
            answer.ok()
                ? Optional.of(answer.json().path("account_id").asString(""))
                : Optional.empty();
      } catch (UnreachableException silent) {
        // that it does not answer is what this tells
      }
      tell(address, running, answers, account);
      return answers ? 0 : 1;
    }

    private void tell(
        URI address, Optional<Running> running, boolean answers, Optional<String> account) {
      Terminal terminal = environment.terminal();
      if (client.format() == OutputFormat.JSON) {
        ObjectNode json =
            JsonNodeFactory.instance
                .objectNode()
                .put("running", answers)
                .put("address", address.toString());
        account.ifPresentOrElse(
            id -> json.put("aws_account", id), () -> json.putNull("aws_account"));
        running.ifPresent(server ->
            json.put("pid", server.pid())
                .put("data_dir", server.settings().dataDir().toString())
                .put("log", server.log().toString()));
        terminal.say(Json.pretty(json));
        return;
      }
      if (!answers) {
        terminal.say("✗ no local server answers at " + address + ": `nightjar local start`");
        return;
      }
      terminal.say("✓ the local server answers at " + address);
      terminal.say(
          account
              .map(id -> "  AWS account: " + id)
              .orElse(
                  "  AWS: no credentials that work (`nightjar local restart --use-aws-creds`)"));
      running.ifPresentOrElse(
          server -> {
            terminal.say("  Process: " + server.pid());
            terminal.say("  Data: " + server.settings().dataDir());
            terminal.say("  Log: " + server.log());
          },
          () -> terminal.say("  It was not started by `nightjar local start`."));
    }
  }
}
