package dev.nightjar.cli;

import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.api.ServerWish;
import dev.nightjar.cli.api.Side;
import dev.nightjar.cli.local.LocalServer;
import dev.nightjar.cli.local.LocalServer.Running;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(names = "--local", description = "The server of this machine.")
  boolean local;

  @Option(
      names = "--cloud",
      description =
          "The server of TB_HOST, of .tinyb, of tinybird.config.json or of profile cloud.")
  boolean cloud;

  @Option(names = "--branch", paramLabel = "NAME", description = "A branch of that server.")
  Optional<String> branch = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The server that `nightjar profile add` has given that name.")
  Optional<String> profile = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "How results are printed: human (default), json or csv.")
  Optional<OutputFormat> output = Optional.empty();

  /** A client of the server that is meant. */
  ServerClient connect(Environment environment) {
    return find(environment).client();
  }

  /** The server that is meant. */
  FoundServer find(Environment environment) {
    ServerLocator locator = locator(environment);
    warnOfForeignFiles(environment, locator);
    return locator.find(wish());
  }

  /** Somebody may wonder why a file that is there says nothing. */
  static void warnOfForeignFiles(Environment environment, ServerLocator locator) {
    locator
        .project()
        .foreign()
        .forEach(file ->
            environment
                .terminal()
                .note(
                    "△ %s belongs to another user and is not read: it could send your secrets to a server of theirs."
                        .formatted(file)));
  }

  static ServerLocator locator(Environment environment) {
    return new ServerLocator(
        environment.directory(),
        environment.home(),
        new LocalServer(environment.home(), environment.variables())
            .running()
            .map(Running::address)
            .orElse(environment.localServer()),
        environment.variables());
  }

  /** What the options say, here or before the command's name. */
  ServerWish wish() {
    ClientOptions outer = outer();
    boolean isLocal = local || outer.local;
    boolean isCloud = cloud || outer.cloud;
    ServerWish wish =
        new ServerWish(
            host.or(() -> outer.host),
            token.or(() -> outer.token),
            profile.or(() -> outer.profile),
            isLocal
                ? Optional.of(Side.LOCAL)
                : isCloud ? Optional.of(Side.CLOUD) : Optional.empty(),
            branch.or(() -> outer.branch));
    if (isLocal && isCloud) {
      throw new ParameterException(
          command.commandLine(), "--local and --cloud are two servers: name one of them.");
    }
    if (wish.profile().isPresent() && (wish.host().isPresent() || wish.side().isPresent())) {
      throw new ParameterException(
          command.commandLine(),
          "--profile names the server already: leave out --host, --local and --cloud.");
    }
    return wish;
  }

  /** How a command begins that finds the same server: {@code nightjar --host URL}. */
  String program() {
    ServerWish wish = wish();
    return "nightjar"
        + wish.host().map(url -> " --host " + url).orElse("")
        + wish.profile().map(name -> " --profile " + name).orElse("")
        + wish.side().map(side -> side == Side.LOCAL ? " --local" : " --cloud").orElse("")
        + wish.branch().map(name -> " --branch " + name).orElse("");
  }

  OutputFormat format() {
    return output.or(() -> outer().output).orElse(OutputFormat.HUMAN);
  }

  private ClientOptions outer() {
    return ((NightjarCommand) command.root().userObject()).client;
  }
}
