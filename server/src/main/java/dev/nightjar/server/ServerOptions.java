package dev.nightjar.server;

import dev.nightjar.clickhouse.remote.RemoteOptions;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.mirror.PollBudget;
import dev.nightjar.mirror.ReaderLimit;
import dev.nightjar.mirror.healing.DeleteLimit;
import dev.nightjar.server.aws.ExternalIdSettings;
import dev.nightjar.server.intake.IntakeLimits;
import dev.nightjar.server.query.QueryLimits;
import dev.nightjar.server.secret.ServerKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a server needs to know before it starts.
 *
 * @param host the one address to listen on; empty means 127.0.0.1 and, where the machine has one,
 *     ::1
 * @param port the port of the API; 0 takes a free one
 * @param clickHousePort the port of ClickHouse's HTTP interface; 0 takes a free one, empty: none
 * @param dataDir the folder that holds everything the server writes; made when it is missing
 * @param workspace the name of the main workspace: letters, digits and underscores
 * @param tableLimits above what a DynamoDB table is refused
 * @param healingDeleteLimit above what a healing asks before it deletes
 * @param mirrorsPerTable how many mirrors of one DynamoDB table there may be, at least 1
 * @param pollBudget how many questions a second for changes of shards that have none, of all
 *     mirrors together, at least 1
 * @param enableStreamsAndPitr whether a table's stream and point-in-time recovery are switched on
 *     where they are off, also for clients that do not ask for it
 * @param clickHouse the ClickHouse to use; empty: the embedded one
 * @param queryLimits what queries of users may take; empty: the defaults of the database
 * @param intakeLimits how much data is taken in, and from where
 * @param externalIds how external ids are made
 * @param key what secrets are encrypted and external ids are made with; empty: the one in the data
 *     directory's file {@code key}
 * @param trustLocal whether programs of this machine that call it localhost are told the tokens,
 *     the metrics and which mirrors fail; not to be where a proxy on this machine lets others in
 * @param drain how long a stop waits for requests that are being answered
 * @param clock the time, for everything that is stored and shown
 */
public record ServerOptions(
    Optional<String> host,
    int port,
    OptionalInt clickHousePort,
    Path dataDir,
    String workspace,
    TableLimits tableLimits,
    DeleteLimit healingDeleteLimit,
    int mirrorsPerTable,
    int pollBudget,
    boolean enableStreamsAndPitr,
    Optional<RemoteOptions> clickHouse,
    Optional<QueryLimits> queryLimits,
    IntakeLimits intakeLimits,
    ExternalIdSettings externalIds,
    Optional<ServerKey> key,
    boolean trustLocal,
    Duration drain,
    Clock clock) {

  /** The port that Tinybird's clients expect of a local server. */
  public static final int DEFAULT_PORT = 7181;

  /** The port that Tinybird's clients expect ClickHouse's HTTP interface on. */
  public static final int DEFAULT_CLICKHOUSE_PORT = 7182;

  public ServerOptions {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(dataDir, "dataDir");
    Objects.requireNonNull(tableLimits, "tableLimits");
    Objects.requireNonNull(healingDeleteLimit, "healingDeleteLimit");
    Objects.requireNonNull(clickHouse, "clickHouse");
    Objects.requireNonNull(queryLimits, "queryLimits");
    Objects.requireNonNull(intakeLimits, "intakeLimits");
    Objects.requireNonNull(externalIds, "externalIds");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(drain, "drain");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(clickHousePort, "clickHousePort");
    if (mirrorsPerTable < 1) {
      throw new IllegalArgumentException(
          mirrorsPerTable + " mirrors of a table are too few: at least 1");
    }
    if (pollBudget < 1) {
      throw new IllegalArgumentException(
          pollBudget + " questions a second are too few: at least 1");
    }
    requirePort(port);
    clickHousePort.ifPresent(ServerOptions::requirePort);
    if (!workspace.matches("[A-Za-z][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "workspace name '"
              + workspace
              + "' must start with a letter and hold only letters, digits and underscores");
    }
  }

  /**
   * The usual server (port 7181 of this machine's loopback addresses, no limits, nothing switched
   * on) with its state in {@code dataDir}.
   */
  public static ServerOptions in(Path dataDir) {
    return new ServerOptions(
        Optional.empty(),
        DEFAULT_PORT,
        OptionalInt.of(DEFAULT_CLICKHOUSE_PORT),
        dataDir,
        "main",
        TableLimits.NONE,
        DeleteLimit.STANDARD,
        ReaderLimit.STANDARD.most(),
        PollBudget.USUAL,
        false,
        Optional.empty(),
        Optional.empty(),
        IntakeLimits.STANDARD,
        ExternalIdSettings.USUAL,
        Optional.empty(),
        true,
        Duration.ofSeconds(10),
        Clock.systemUTC());
  }

  public ServerOptions withHost(String newHost) {
    return copy(c -> c.host = Optional.of(newHost));
  }

  /** With the API on another port; a free one (0) moves ClickHouse's port to a free one too. */
  public ServerOptions withPort(int newPort) {
    return copy(c -> {
      c.port = newPort;
      if (newPort == 0 && clickHousePort.isPresent()) {
        c.clickHousePort = OptionalInt.of(0);
      }
    });
  }

  /** With ClickHouse's HTTP interface on another port. */
  public ServerOptions withClickHousePort(int newPort) {
    return copy(c -> c.clickHousePort = OptionalInt.of(newPort));
  }

  /** Without ClickHouse's HTTP interface. */
  public ServerOptions withoutClickHousePort() {
    return copy(c -> c.clickHousePort = OptionalInt.empty());
  }

  /** With limits for DynamoDB tables. */
  public ServerOptions withTableLimits(TableLimits newLimits) {
    return copy(c -> c.tableLimits = newLimits);
  }

  /** The same limits, but tables of more bytes are refused. */
  public ServerOptions withTableSizeLimit(long bytes) {
    return withTableLimits(
        new TableLimits(OptionalLong.of(bytes), tableLimits.writeCapacityUnits()));
  }

  /** The same limits, but tables with more provisioned write capacity units are refused. */
  public ServerOptions withTableWcuLimit(long units) {
    return withTableLimits(new TableLimits(tableLimits.sizeBytes(), OptionalLong.of(units)));
  }

  /** With another share of a table, in percent, above which a healing asks before it deletes. */
  public ServerOptions withHealingDeleteLimit(int percent) {
    return copy(c -> c.healingDeleteLimit = new DeleteLimit(percent));
  }

  /** With another number of mirrors that one DynamoDB table may have, at least 1. */
  public ServerOptions withMirrorsPerTable(int most) {
    return copy(c -> c.mirrorsPerTable = most);
  }

  /** With another number of questions a second for changes of shards that have none. */
  public ServerOptions withPollBudget(int callsPerSecond) {
    return copy(c -> c.pollBudget = callsPerSecond);
  }

  public ServerOptions withEnableStreamsAndPitr(boolean enable) {
    return copy(c -> c.enableStreamsAndPitr = enable);
  }

  /** With a ClickHouse somewhere else. */
  public ServerOptions withClickHouse(RemoteOptions remote) {
    return copy(c -> c.clickHouse = Optional.of(remote));
  }

  /** With other limits of users' queries. */
  public ServerOptions withQueryLimits(QueryLimits newLimits) {
    return copy(c -> c.queryLimits = Optional.of(newLimits));
  }

  /** With other limits for data that comes in. */
  public ServerOptions withIntakeLimits(IntakeLimits limits) {
    return copy(c -> c.intakeLimits = limits);
  }

  /** With other external ids. */
  public ServerOptions withExternalIds(ExternalIdSettings settings) {
    return copy(c -> c.externalIds = settings);
  }

  /** With a key that is not in the data directory. */
  public ServerOptions withKey(ServerKey newKey) {
    return copy(c -> c.key = Optional.of(newKey));
  }

  /** With or without trust in the programs of this machine. */
  public ServerOptions withTrustLocal(boolean trust) {
    return copy(c -> c.trustLocal = trust);
  }

  public ServerOptions withClock(Clock newClock) {
    return copy(c -> c.clock = newClock);
  }

  private static void requirePort(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
  }

  private ServerOptions copy(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.options();
  }

  /** A copy that is being changed, so that each wither names only what it changes. */
  private static final class Copy {
    private Optional<String> host;
    private int port;
    private OptionalInt clickHousePort;
    private Path dataDir;
    private String workspace;
    private TableLimits tableLimits;
    private DeleteLimit healingDeleteLimit;
    private int mirrorsPerTable;
    private int pollBudget;
    private boolean enableStreamsAndPitr;
    private Optional<RemoteOptions> clickHouse;
    private Optional<QueryLimits> queryLimits;
    private IntakeLimits intakeLimits;
    private ExternalIdSettings externalIds;
    private Optional<ServerKey> key;
    private boolean trustLocal;
    private Duration drain;
    private Clock clock;

    Copy(ServerOptions from) {
      host = from.host;
      port = from.port;
      clickHousePort = from.clickHousePort;
      dataDir = from.dataDir;
      workspace = from.workspace;
      tableLimits = from.tableLimits;
      healingDeleteLimit = from.healingDeleteLimit;
      mirrorsPerTable = from.mirrorsPerTable;
      pollBudget = from.pollBudget;
      enableStreamsAndPitr = from.enableStreamsAndPitr;
      clickHouse = from.clickHouse;
      queryLimits = from.queryLimits;
      intakeLimits = from.intakeLimits;
      externalIds = from.externalIds;
      key = from.key;
      trustLocal = from.trustLocal;
      drain = from.drain;
      clock = from.clock;
    }

    ServerOptions options() {
      return new ServerOptions(
          host,
          port,
          clickHousePort,
          dataDir,
          workspace,
          tableLimits,
          healingDeleteLimit,
          mirrorsPerTable,
          pollBudget,
          enableStreamsAndPitr,
          clickHouse,
          queryLimits,
          intakeLimits,
          externalIds,
          key,
          trustLocal,
          drain,
          clock);
    }
  }
}
