package dev.nightjar.server;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import dev.nightjar.clickhouse.http.HttpListeners;
import dev.nightjar.clickhouse.remote.RemoteClickHouse;
import dev.nightjar.clickhouse.remote.RemoteOptions;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.mirror.MirrorService;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.PollBudget;
import dev.nightjar.mirror.ReaderLimit;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.GapStore;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.aws.RoleChecks;
import dev.nightjar.server.aws.TableAdmission;
import dev.nightjar.server.clickhouse.ReadOnlyDoor;
import dev.nightjar.server.deploy.Deploying;
import dev.nightjar.server.health.Health;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Listeners;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.metrics.ServerMetrics;
import dev.nightjar.server.query.EndpointDescriptions;
import dev.nightjar.server.query.FilterCheck;
import dev.nightjar.server.query.QueryLimits;
import dev.nightjar.server.query.QueryService;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.route.AwsRoutes;
import dev.nightjar.server.route.BranchData;
import dev.nightjar.server.route.BranchRoutes;
import dev.nightjar.server.route.ConnectorRoutes;
import dev.nightjar.server.route.DatasourceRoutes;
import dev.nightjar.server.route.DependencyRoutes;
import dev.nightjar.server.route.DeployRoutes;
import dev.nightjar.server.route.EndpointRoutes;
import dev.nightjar.server.route.MirrorRoutes;
import dev.nightjar.server.route.PipeRoutes;
import dev.nightjar.server.route.Provisioning;
import dev.nightjar.server.route.QueryRoutes;
import dev.nightjar.server.route.ResyncRoutes;
import dev.nightjar.server.route.SchedulingRoutes;
import dev.nightjar.server.route.ScopeChecks;
import dev.nightjar.server.route.SecretRoutes;
import dev.nightjar.server.route.SystemRoutes;
import dev.nightjar.server.route.TokenRoutes;
import dev.nightjar.server.route.VerificationRoutes;
import dev.nightjar.server.route.WorkspaceRoutes;
import dev.nightjar.server.secret.MainKey;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.service.ServiceLog;
import dev.nightjar.server.service.ServiceQueries;
import dev.nightjar.server.tables.PartitionCopies;
import dev.nightjar.server.token.TokenFile;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Families;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. All of its state is in the data directory: {@code clickhouse/} (the database,
 * unless it is a ClickHouse somewhere else), {@code state.db} (workspaces, deployments, secrets,
 * mirrors), {@code tokens} and {@code key}.
 */
public final class NightjarServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NightjarServer.class);
  private static final String MIGRATIONS = "dev/nightjar/server/migration";

  private final Closing closing;
  private final HttpListeners listeners;
  private final Optional<HttpListeners> clickHouseListeners;
  private final Tokens tokens;
  private final ClickHouse database;
  private final Workspace workspace;
  private final ServerOptions options;

  private NightjarServer(
      Closing closing,
      HttpListeners listeners,
      Optional<HttpListeners> clickHouseListeners,
      Tokens tokens,
      ClickHouse database,
      Workspace workspace,
      ServerOptions options) {
    this.closing = closing;
    this.listeners = listeners;
    this.clickHouseListeners = clickHouseListeners;
    this.tokens = tokens;
    this.database = database;
    this.workspace = workspace;
    this.options = options;
  }

  /**
   * Starts a server; it answers when this returns, and its mirrors go on from where they were.
   *
   * @throws ServerStartException when it cannot start: the port or the data directory is in use,
   *     the engine is missing …
   */
  public static NightjarServer start(ServerOptions options) {
    return start(options, AwsConnector.builder().clock(options.clock()).build());
  }

  /**
   * The same with another way into AWS.
   *
   * @param connector closed with the server
   */
  public static NightjarServer start(ServerOptions options, Connector connector) {
    return start(options, connector, MirrorService::open);
  }

  /** The same with mirrors of another make. */
  static NightjarServer start(
      ServerOptions options, Connector connector, Function<MirrorsOptions, Mirrors> openMirrors) {
    Closing closing = new Closing();
    closing.add(connector);
    try {
      return open(options, connector, openMirrors, closing);
    } catch (RuntimeException e) {
      ServerStartException failure = ServerStartException.of(options, e);
      try {
        closing.close();
      } catch (IllegalStateException alsoFailed) {
        failure.addSuppressed(alsoFailed);
      }
      throw failure;
    }
  }

  /** The API's port. */
  public int port() {
    return listeners.port();
  }

  /** The port of ClickHouse's HTTP interface; empty where it is switched off. */
  public OptionalInt clickHousePort() {
    return clickHouseListeners.stream().mapToInt(HttpListeners::port).findFirst();
  }

  /** Where clients find the API. */
  public URI address() {
    return URI.create("http://" + options.host().orElse("localhost") + ":" + port());
  }

  /** The database itself, with full rights: for a program that runs a server in its process. */
  public ClickHouse database() {
    return database;
  }

  /** The workspace that a server begins with. */
  public Workspace workspace() {
    return workspace;
  }

  /** The tokens, as they are in the data directory's file. */
  public TokenFile tokens() {
    return tokens.file();
  }

  /**
   * Stops: requests are answered to their end, mirrors finish the insert that they are in, then the
   * database closes.
   */
  @Override
  public void close() {
    closing.close();
    LOG.info("stopped");
  }

  private static NightjarServer open(
      ServerOptions options,
      Connector connector,
      Function<MirrorsOptions, Mirrors> openMirrors,
      Closing closing) {
    Path dataDir = options.dataDir();
    StateDatabase state = closing.add(StateDatabase.open(dataDir));
    state.migrate("server", MIGRATIONS, NightjarServer.class.getClassLoader());
    ServerKey key = key(options, state);
    String prefix = options.clickHouse().map(RemoteOptions::databasePrefix).orElse("");
    Workspaces workspaces = new Workspaces(state, options.clock(), prefix);
    Workspace main = workspaces.main(options.workspace());
    Tokens tokens = tokens(options, state, key, workspaces, main);
    ClickHouse database = closing.add(openDatabase(options));
    ServiceLog serviceLog = closing.add(ServiceLog.start(database, prefix, options.clock()));
    LiveSets liveSets = new LiveSets(state);
    Secrets secrets = new Secrets(state, key, options.clock());
    ExternalIds externalIds = ExternalIds.of(options, key, main, workspaces);
    WriteGate gate = new WriteGate();
    Deploying.Started deploying =
        Deploying.start(
            database,
            state,
            liveSets,
            workspaces::all,
            secrets,
            connector,
            externalIds,
            tokens.statics(),
            // to know what a pipe's query makes of them
            new ServiceQueries(serviceLog, workspaces::all, List::of, mirror -> List.of()),
            serviceLog,
            gate,
            options.clock(),
            clickHouse ->
                closing.add(
                    openMirrors.apply(
                        MirrorsOptions.of(clickHouse, state, connector, dataDir)
                            .with(options.tableLimits())
                            .with(options.healingDeleteLimit())
                            .with(new PollBudget(options.pollBudget()))
                            .with(
                                new ReaderLimit(
                                    options.mirrorsPerTable(),
                                    new Families(workspaces::all, externalIds.shared()))))),
            closing::add);
    ClickHouse clickHouse = deploying.clickHouse();
    closing.add(deploying.deployer());
    Health health = closing.add(Health.watch(clickHouse, state, options.clock()));
    ServerMetrics metrics =
        closing.add(new ServerMetrics(deploying.mirrors(), health, options.clock()));
    ServiceTables serviceTables =
        new ServiceQueries(
            serviceLog,
            workspaces::all,
            deploying.mirrors()::statuses,
            new GapStore(state, options.clock())::all);
    QueryLimits limits =
        options
            .queryLimits()
            .orElseGet(() -> QueryLimits.ofDatabase(options.clickHouse().isPresent()));
    QueryService service =
        new QueryService(
            clickHouse,
            limits,
            secrets,
            metrics.queries().and(serviceLog),
            serviceTables,
            options.clock());
    metrics.watch(service);
    metrics.watch(serviceLog);
    QueryRoutes queries = new QueryRoutes(liveSets, service);
    Provisioning provisioning =
        closing.add(new Provisioning(workspaces, tokens, deploying.deployer(), serviceLog::forget));
    BranchRoutes branches =
        new BranchRoutes(
            workspaces,
            main,
            tokens,
            provisioning,
            new BranchData(
                liveSets,
                deploying.deployer(),
                deploying.mirrors(),
                new PartitionCopies(clickHouse)));
    SystemRoutes system =
        new SystemRoutes(
            tokens, version(), health, deploying.mirrors(), metrics::text, options.trustLocal());
    Api api =
        new Api(tokens, metrics)
            .with(system::addTo)
            .with(new WorkspaceRoutes(workspaces, main, tokens, provisioning)::addTo)
            .with(branches::addTo)
            .with(new SecretRoutes(secrets)::addTo)
            .with(
                new TokenRoutes(
                        tokens,
                        new ScopeChecks(liveSets, new FilterCheck(clickHouse)),
                        options.clock())
                    ::addTo)
            .with(
                new AwsRoutes(
                        connector,
                        externalIds,
                        secrets,
                        new TableAdmission(
                            connector, options.tableLimits(), options.enableStreamsAndPitr()),
                        new RoleChecks(connector, options.tableLimits()))
                    ::addTo)
            .with(new DeployRoutes(deploying.deployer(), options.enableStreamsAndPitr())::addTo)
            .with(new DatasourceRoutes(liveSets, clickHouse)::addTo)
            .with(queries::addTo)
            .with(
                new EndpointRoutes(
                        liveSets, new EndpointDescriptions(clickHouse, serviceTables, limits))
                    ::addTo)
            .with(
                DataIn.open(
                    options,
                    state,
                    liveSets,
                    gate,
                    deploying,
                    secrets,
                    serviceTables,
                    workspaces::all,
                    serviceLog,
                    branches,
                    externalIds,
                    closing))
            .with(new PipeRoutes(liveSets, queries)::addTo)
            .with(new ConnectorRoutes(liveSets, externalIds, deploying.connections())::addTo)
            .with(new VerificationRoutes(deploying.mirrors(), liveSets)::addTo)
            .with(new SchedulingRoutes(liveSets, deploying.mirrors())::addTo)
            .with(new DependencyRoutes(liveSets)::addTo)
            .with(new ResyncRoutes(deploying.mirrors(), liveSets)::addTo)
            .with(new MirrorRoutes(deploying, liveSets, connector::hasCredentials)::addTo);
    HttpListeners listeners = closing.add(listen(options, api));
    Optional<HttpListeners> clickHouseListeners =
        ClickHousePort.open(
            options,
            new ReadOnlyDoor(
                tokens,
                liveSets,
                clickHouse,
                serviceTables,
                secrets,
                limits,
                ClickHousePort.results(options)),
            clickHouse);
    clickHouseListeners.ifPresent(closing::add);
    health.started();
    LOG.info("listening on port {}", listeners.port());
    return new NightjarServer(
        closing, listeners, clickHouseListeners, tokens, database, main, options);
  }

  private static ClickHouse openDatabase(ServerOptions options) {
    return options.clickHouse().isPresent()
        ? RemoteClickHouse.open(options.clickHouse().get())
        : EmbeddedClickHouse.open(EmbeddedOptions.at(options.dataDir().resolve("clickhouse")));
  }

  private static ServerKey key(ServerOptions options, StateDatabase state) {
    try {
      return MainKey.open(options.dataDir(), state, options.key());
    } catch (IOException e) {
      throw new ServerStartException(
          "cannot use the server's key of " + options.dataDir() + ": " + e.getMessage(), e);
    }
  }

  private static Tokens tokens(
      ServerOptions options,
      StateDatabase state,
      ServerKey key,
      Workspaces workspaces,
      Workspace main) {
    try {
      return Tokens.open(
          options.dataDir().resolve("tokens"), state, key, workspaces, main, options.clock());
    } catch (IOException e) {
      throw new ServerStartException(
          "cannot read the tokens in " + options.dataDir() + ": " + e.getMessage(), e);
    }
  }

  private static HttpListeners listen(ServerOptions options, Api api) {
    try {
      return Listeners.open(options.host(), options.port(), options.drain(), api);
    } catch (BindException e) {
      throw new ServerStartException(
          "cannot listen on "
              + options.host().orElse("localhost")
              + ":"
              + options.port()
              + " ("
              + e.getMessage()
              + "): stop what uses that port, or choose another with --port",
          e);
    }
  }

  private static String version() {
    String version = NightjarServer.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
