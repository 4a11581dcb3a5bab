package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerLocator;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that talks to a server; they may stand before its name too. */
final class ClientOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--host",
      paramLabel = "URL",
      description = "The server's address, such as http://localhost:7181.")
  Optional<String> host = Optional.empty();

  @Option(names = "--token", paramLabel = "TOKEN", description = "The token for that server.")
  Optional<String> token = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "How results are printed: human (default), json or csv.")
  Optional<OutputFormat> output = Optional.empty();

  ServerClient connect(Environment environment) {
    ClientOptions outer = outer();
    return new ServerLocator(environment.directory(), environment.localServer())
        .find(host.or(() -> outer.host), token.or(() -> outer.token));
  }

  /** How a command begins that finds the same server: {@code nightjar --host URL}. */
  String program() {
    return "nightjar" + host.or(() -> outer().host).map(url -> " --host " + url).orElse("");
  }

  OutputFormat format() {
    return output.or(() -> outer().output).orElse(OutputFormat.HUMAN);
  }

  private ClientOptions outer() {
    return ((NightjarCommand) command.root().userObject()).client;
  }
}
