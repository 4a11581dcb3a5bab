package dev.nightjar.cli;

import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.ServerStartException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "server",
    description = {
      "Runs a server until Ctrl-C or SIGTERM.",
      "Credentials and region for AWS come from the SDK's default chain: environment, profiles, or"
          + " the machine's role. AWS_ENDPOINT_URL and its kin point it to another AWS."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar server",
      "  nightjar server --port 8080 --data-dir /var/lib/nightjar --log json",
      "  AWS_ENDPOINT_URL=http://127.0.0.1:4566 nightjar server",
      "",
      "It is ready when GET /health/ready answers 200."
    })
final class ServerCommand implements Callable<Integer> {

  private final Environment environment;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of the API; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  int port = ServerOptions.DEFAULT_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: 127.0.0.1, and ::1 where there is one).")
  Optional<String> host = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where everything is kept (default: ~/.nightjar).")
  Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How log lines are written: text or json (default: ${DEFAULT-VALUE}).")
  Logging.Format log;

  @Spec CommandSpec spec;

  ServerCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port takes a number from 0 to 65535.");
    }
    Logging.server(log);
    Path folder =
        dataDir
            .map(environment.directory()::resolve)
            .orElseGet(() -> environment.home().resolve(".nightjar"));
    ServerOptions usual = ServerOptions.in(folder).withPort(port);
    ServerOptions options = host.map(usual::withHost).orElse(usual);
    try (Interruption interruption = new Interruption();
        NightjarServer server = NightjarServer.start(options)) {
      Terminal terminal = environment.terminal();
      terminal.say("Nightjar is ready at http://" + shown() + ":" + server.port() + ".");
      terminal.say("The admin token is in " + folder.resolve("tokens") + ".");
      interruption.await();
      return interruption.requested() ? 0 : 1;
    } catch (ServerStartException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private String shown() {
    String address = host.orElse("localhost");
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
