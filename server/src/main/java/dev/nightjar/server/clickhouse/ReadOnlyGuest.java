package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.http.Ask;
import dev.nightjar.clickhouse.http.FrontDoor;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.query.CircularPipesException;
import dev.nightjar.server.query.FixedParameters;
import dev.nightjar.server.query.GatedSql;
import dev.nightjar.server.query.GuardedQueries;
import dev.nightjar.server.query.QueryLimits;
import dev.nightjar.server.query.Readable;
import dev.nightjar.server.query.RequestRenderer;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.query.SqlRefusedException;
import dev.nightjar.server.query.Templates;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.workspace.Workspace;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Somebody with a workspace's token: reads its tables and pipes, within limits. */
final class ReadOnlyGuest implements FrontDoor.Guest {
  /** ClickHouse itself ends a query in time; this is for one that it cannot end. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Workspace workspace;
  private final LiveSet live;
  private final Rights rights;
  private final String user;
  private final ClickHouse clickHouse;
  private final GuardedQueries queries;
  private final GatedSql.Maker maker;
  private final QueryLimits limits;
  private final AllowedSettings settings;
  private final Templates templates;
  private final Function<String, Optional<String>> secrets;
  private final Places places;
  private final ServiceTables service;
  private final ServiceColumns serviceColumns;

  ReadOnlyGuest(
      Workspace workspace,
      LiveSet live,
      Rights rights,
      String user,
      ClickHouse clickHouse,
      GatedSql.Maker maker,
      QueryLimits limits,
      AllowedSettings settings,
      Templates templates,
      Function<String, Optional<String>> secrets,
      Places places,
      ServiceTables service,
      ServiceColumns serviceColumns) {
    this.workspace = workspace;
    this.live = live;
    this.rights = rights;
    this.user = user;
    this.clickHouse = clickHouse;
    this.queries = new GuardedQueries(clickHouse);
    this.maker = maker;
    this.limits = limits;
    this.settings = settings;
    this.templates = templates;
    this.secrets = secrets;
    this.places = places;
    this.service = service;
    this.serviceColumns = serviceColumns;
  }

  @Override
  public QueryStream run(Ask ask) {
    Readable readable = new Readable(live, rights);
    View view =
        new View(
            workspace,
            readable,
            View.databaseOf(workspace, ask.database())
                .orElseThrow(() -> Refusals.unknownDatabase(ask.database().orElse(""))),
            user,
            serviceTables(readable));
    if (ask.session().isPresent() && ask.session().get().mustExist()) {
      throw new ClickHouseException(
          372, "SESSION_NOT_FOUND", "Session " + ask.session().get().id() + " not found");
    }
    OutputFormats.require(ask.format());
    Map<String, String> set = settings.check(ask.settings(), view.readable().isAll());
    try {
      return switch (Catalog.understand(ask.sql(), view)) {
        case Catalog.Meaning.Select(String sql) -> select(sql, "%s", ask, set, view);
        case Catalog.Meaning.DescribeQuery(String sql) ->
            select(sql, "DESCRIBE TABLE (\n%s\n)", ask, set, view);
        case Catalog.Meaning.DescribeTable(String table) ->
            placed(
                view,
                () ->
                    clickHouse.stream(
                        query("DESCRIBE TABLE " + Sql.identifier(table), ask, set).build()));
        case Catalog.Meaning.Nothing() -> new EmptyResult();
      };
    } catch (SqlRefusedException e) {
      if (e.isUnknownTable()) {
        throw new ClickHouseException(60, "UNKNOWN_TABLE", e.getMessage());
      }
      throw e.isTooSlow()
          ? new ClickHouseException(159, "TIMEOUT_EXCEEDED", e.getMessage())
          : Refusals.denied(e.getMessage());
    } catch (HttpProblem e) {
      throw Refusals.ofPipe(e);
    } catch (CircularPipesException e) {
      throw new ClickHouseException(36, "BAD_ARGUMENTS", e.getMessage());
    } catch (ClickHouseException e) {
      throw Refusals.cleaned(e, view);
    }
  }

  @Override
  public InsertResult load(Ask ask, InputStream rows) {
    throw Refusals.readOnly(user);
  }

  private QueryStream select(
      String sql, String around, Ask ask, Map<String, String> set, View view) {
    ClientSql named = ClientSql.of(sql, view);
    Map<String, String> systemTables = new HashMap<>();
    named.systemTables().forEach(table -> systemTables.put(table.cte(), sql(table, view)));
    // making it may run a query already
    return placed(
        view,
        () -> {
          GatedSql gated =
              maker.make(
                  workspace.database(),
                  live,
                  rights,
                  named.sql(),
                  ask.parameters(),
                  new RequestRenderer(
                      templates, new Parameters(FixedParameters.of(rights)), secrets),
                  systemTables);
          Query.Builder query = query(around.replace("%s", gated.sql()), ask, set);
          gated.parameters().forEach(query::parameter);
          gated.settings().forEach(query::setting);
          return queries.stream(query.build(), gated);
        });
  }

  private String sql(SystemTable table, View view) {
    List<ServiceColumns.Column> columns =
        table.tellsColumns() && !view.service().isEmpty()
            ? serviceColumns.of(workspace.database(), live)
            : List.of();
    return table.sql(view, settings.names(), columns);
  }

  /** Those who may read everything in the workspace may read what the server tells of it. */
  private List<TableName> serviceTables(Readable readable) {
    return readable.isAll() ? service.all() : List.of();
  }

  private Query.Builder query(String sql, Ask ask, Map<String, String> set) {
    Query.Builder query =
        Query.builder(sql)
            .format(ask.format())
            .database(workspace.database())
            // nobody can take an id from another workspace, or from the server itself
            .id("client of " + workspace.id() + ": " + ask.queryId())
            .timeout(limits.longest().plus(MARGIN))
            .readOnly();
    AllowedSettings.within(limits.settings(), set).forEach(query::setting);
    return query;
  }

  private QueryStream placed(View view, Supplier<QueryStream> opening) {
    Places.Place place = places.take(workspace.id());
    try {
      return new CleanedResult(opening.get(), view, place);
    } catch (RuntimeException | Error e) {
      place.close();
      throw e;
    }
  }
}
