package dev.nightjar.cli;

import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.ServerStartException;
import dev.nightjar.server.secret.MainKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      "  nightjar server --clickhouse-url https://clickhouse.example.com:8443 \\",
      "    --clickhouse-user nightjar --clickhouse-password-file /run/secrets/clickhouse",
      "",
      "It is ready when GET /health/ready answers 200.",
      "",
      "Every option may also come from the environment: NIGHTJAR_ and its name in",
      "capitals, such as NIGHTJAR_DATA_DIR or NIGHTJAR_ENABLE_STREAMS_AND_PITR=true.",
      "An option on the command line wins.",
      "NIGHTJAR_KEY may hold the key that secrets are encrypted with, 64 hexadecimal digits, instead",
      "of the data directory's file `key`."
    })
final class ServerCommand implements Callable<Integer> {

  private final Environment environment;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "The port of the API; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  int port = ServerOptions.DEFAULT_PORT;

  @Option(
      names = "--clickhouse-port",
      paramLabel = "PORT",
      converter = OptionalPort.Converter.class,
      description = {
        "The port of ClickHouse's HTTP interface, read-only, with a token as the password; 0 takes a"
            + " free one, none switches it off (default: 7182; a free one with --port 0)."
      })
  Optional<OptionalPort> clickHousePort = Optional.empty();

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

  @Mixin ClickHouseOptions clickHouse;

  @Mixin QueryOptions queries;

  @Mixin ExternalIdOptions externalIds;

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How log lines are written: text or json (default: ${DEFAULT-VALUE}).")
  Logging.Format log;

  @Option(
      names = "--enable-streams-and-pitr",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description = {
        "Switch on what a table lacks, its stream (NEW_AND_OLD_IMAGES) and its point-in-time"
            + " recovery, at every build and deployment. For clients that cannot send `--enable`"
            + " (default: off)."
      })
  boolean enableStreamsAndPitr;

  @Option(
      names = "--table-size-limit",
      paramLabel = "SIZE",
      description = "Refuse larger tables, such as 500GB or 2TiB (default: no limit).")
  Optional<ByteSize> tableSizeLimit = Optional.empty();

  @Option(
      names = "--table-wcu-limit",
      paramLabel = "UNITS",
      description =
          "Refuse tables with more provisioned write capacity units, such as 250; on-demand tables"
              + " have none (default: no limit).")
  Optional<WriteCapacity> tableWcuLimit = Optional.empty();

  @Option(
      names = "--healing-delete-limit",
      paramLabel = "PERCENT",
      description =
          "After a gap, ask before more of a table's items than this are deleted because the new"
              + " export has not got them (default: 30).")
  Optional<Percentage> healingDeleteLimit = Optional.empty();

  @Option(
      names = "--mirrors-per-table",
      paramLabel = "NUMBER",
      description =
          "Refuse more mirrors of one table than this, those of all workspaces and branches; AWS"
              + " throttles a stream that more than two read (default: 2).")
  Optional<QueryOptions.Count> mirrorsPerTable = Optional.empty();

  @Option(
      names = "--poll-budget",
      paramLabel = "CALLS",
      description =
          "How many times a second AWS is asked for changes of shards that have none, for all"
              + " mirrors together: each call costs money, and fewer calls find the first change after"
              + " a silence later (default: 40).")
  Optional<QueryOptions.Count> pollBudget = Optional.empty();

  @Option(
      names = "--allow-private-urls",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description = {
        "Let imports fetch files from addresses of this machine and of private networks too"
            + " (default: off)."
      })
  boolean allowPrivateUrls;

  @Option(
      names = "--trust-local",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Tell the tokens, the metrics and which mirrors fail to programs of this machine that call it"
            + " localhost. Switch it off (--no-trust-local) where a proxy on this machine lets others"
            + " in (default: on)."
      })
  boolean trustLocal;

  ServerCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandLine line(Environment environment) {
    return new CommandLine(new ServerCommand(environment))
        .registerConverter(ByteSize.class, ByteSize::parse)
        .registerConverter(WriteCapacity.class, WriteCapacity::parse)
        .registerConverter(Percentage.class, Percentage::parse)
        .registerConverter(QueryOptions.Count.class, QueryOptions.Count::parse)
        .setDefaultValueProvider(new VariableDefaults(environment.variables()));
  }

  @Override
  public Integer call() {
    Logging.server(log);
    Path folder =
        dataDir
            .map(environment.directory()::resolve)
            .orElseGet(() -> environment.home().resolve(".nightjar"));
    ServerOptions options = options(folder);
    try (Interruption interruption = new Interruption();
        NightjarServer server = NightjarServer.start(options)) {
      Terminal terminal = environment.terminal();
      terminal.say("Nightjar is ready at http://" + shown() + ":" + server.port() + ".");
      server
          .clickHousePort()
          .ifPresent(open ->
              terminal.say(
                  "ClickHouse's clients connect to http://"
                      + shown()
                      + ":"
                      + open
                      + ", a token is their password."));
      terminal.say("The admin token is in " + folder.resolve("tokens") + ".");
      interruption.await();
      return interruption.requested() ? 0 : 1;
    } catch (ServerStartException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private ServerOptions options(Path folder) {
    ServerOptions usual =
        ServerOptions.in(folder)
            .withPort(port)
            .withEnableStreamsAndPitr(enableStreamsAndPitr)
            .withTrustLocal(trustLocal);
    usual = usual.withIntakeLimits(usual.intakeLimits().withPrivateAddresses(allowPrivateUrls));
    return limited(usual);
  }

  private ServerOptions limited(ServerOptions usual) {
    ServerOptions options = clickHousePort.map(chosen -> chosen.applyTo(usual)).orElse(usual);
    options = host.map(options::withHost).orElse(options);
    options = clickHouse.remote(environment).map(options::withClickHouse).orElse(options);
    options = queries.applyTo(options);
    options = externalIds.applyTo(options, environment);
    options = KeyVariable.of(MainKey.VARIABLE, environment).map(options::withKey).orElse(options);
    options = tableSizeLimit.map(ByteSize::bytes).map(options::withTableSizeLimit).orElse(options);
    options =
        tableWcuLimit.map(WriteCapacity::units).map(options::withTableWcuLimit).orElse(options);
    options =
        mirrorsPerTable
            .map(QueryOptions.Count::number)
            .map(number -> (int) Math.min(number, Integer.MAX_VALUE))
            .map(options::withMirrorsPerTable)
            .orElse(options);
    options =
        pollBudget
            .map(QueryOptions.Count::number)
            .map(number -> (int) Math.min(number, Integer.MAX_VALUE))
            .map(options::withPollBudget)
            .orElse(options);
    return healingDeleteLimit
        .map(Percentage::percent)
        .map(options::withHealingDeleteLimit)
        .orElse(options);
  }

  private String shown() {
    String address = host.orElse("localhost");
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
