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

  private static Done started(Running running) {
    return new Done(
        "✓ the local server is ready at "
            + running.address()
            + (running.settings().awsCredentials()
                ? "\n  It uses this machine's AWS credentials."
                : "\n  It has no AWS credentials; `nightjar local restart --use-aws-creds` gives it those"
                    + " of this machine."),
        about(running));
  }

  private static ObjectNode about(Running running) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("running", true)
        .put("address", running.address().toString())
        .put("pid", running.pid())
        .put("data_dir", running.settings().dataDir().toString())
        .put("log", running.log().toString())
        .put("uses_aws_credentials", running.settings().awsCredentials());
  }

  /** A command whose result is printed as asked for; it has no server's options. */
  abstract static class Task implements Callable<Integer> {

    final Environment environment;

    @Mixin FormatOption output;

    Task(Environment environment) {
      this.environment = environment;
    }

    abstract Done run(LocalServer local);

    @Override
    public final Integer call() {
      run(server(environment)).print(output.format(), environment.terminal());
      return 0;
    }
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
  static final class Start extends Task {

    @Mixin StartOptions options;

    Start(Environment environment) {
      super(environment);
    }

    @Override
    Done run(LocalServer local) {
      LocalSettings settings = options.settings(environment, local.lastSettings());
      Optional<Running> running = local.running();
      if (running.isEmpty()) {
        return started(local.start(settings));
      }
      LocalSettings now = running.get().settings();
      if (now.awsCredentials() != options.awsCredentials) {
        throw new UserException(
            "The local server runs already, "
                + (options.awsCredentials ? "without" : "with")
                + " AWS credentials. `nightjar local restart"
                + (options.awsCredentials ? " --use-aws-creds" : "")
                + "` changes that.");
      }
      if (!now.equals(settings)) {
        throw new UserException(
            "The local server runs already, at %s with its data in %s. `nightjar local restart` with these options changes that."
                .formatted(running.get().address(), now.dataDir()));
      }
      return new Done(
          "✓ the local server runs already, at " + running.get().address(), about(running.get()));
    }
  }

  @Command(
      name = "stop",
      description = "Stops the server; what it holds stays.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar local stop")
  static final class Stop extends Task {

    Stop(Environment environment) {
      super(environment);
    }

    @Override
    Done run(LocalServer local) {
      boolean stopped = local.stop();
      return new Done(
          stopped
              ? "✓ the local server has stopped"
              : "No local server runs that `nightjar local start` has started.",
          JsonNodeFactory.instance.objectNode().put("running", false).put("stopped", stopped));
    }
  }

  @Command(
      name = "restart",
      description = "Stops the server if it runs, and starts it.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar local restart --use-aws-creds")
  static final class Restart extends Task {

    @Mixin StartOptions options;

    Restart(Environment environment) {
      super(environment);
    }

    @Override
    Done run(LocalServer local) {
      LocalSettings settings = options.settings(environment, local.lastSettings());
      local.stop();
      return started(local.start(settings));
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
      try (ServerClient local = ServerLocator.clientOfMachine(address)) {
        answers(address, running, local.ask("/v0/integrations/s3/settings"))
            .print(client.format(), environment.terminal());
        return 0;
      } catch (UnreachableException silent) {
        new Done(
                "✗ no local server answers at " + address + ": `nightjar local start`",
                about(address, false))
            .print(client.format(), environment.terminal());
        return 1;
      }
    }

    private static Done answers(URI address, Optional<Running> running, Answer aws) {
      String account = aws.ok() ? aws.json().path("account_id").asString("") : "";
      ObjectNode document = about(address, true).put("aws_account", aws.ok() ? account : null);
      running.ifPresent(server -> document.setAll(LocalCommand.about(server)));
      String sentence =
          "✓ the local server answers at %s\n  %s\n  %s"
              .formatted(
                  address,
                  aws.ok() ? "AWS account: " + account : "AWS: " + Json.errorOf(aws),
                  running
                      .map(server ->
                          "Process: %d\n  Data: %s\n  Log: %s"
                              .formatted(server.pid(), server.settings().dataDir(), server.log()))
                      .orElse("It was not started by `nightjar local start`."));
      boolean hidden = running.filter(server -> !server.settings().awsCredentials()).isPresent();
      return new Done(
          hidden
              ? sentence
                  + "\n  `nightjar local restart --use-aws-creds` gives it this machine's credentials."
              : sentence,
          document);
    }

    private static ObjectNode about(URI address, boolean running) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("running", running)
          .put("address", address.toString())
          .putNull("aws_account");
    }
  }
}
