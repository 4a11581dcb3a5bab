package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Rights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A query of somebody else that may run, as one text. {@link GuardedQueries} runs it.
 *
 * @param sql the query, with the pipes that it reads before it
 * @param parameters the values of its placeholders
 * @param guard how it must run
 */
public record GatedSql(String sql, Map<String, Parameter> parameters, RowGuard guard) {

  /** Copies the map. */
  public GatedSql {
    parameters = Map.copyOf(parameters);
  }

  /** Settings without which it must not run: among them the filters of the caller's token. */
  public Map<String, String> settings() {
    return guard.settings();
  }

  /** Makes such queries. */
  public static final class Maker {
    private final SqlGate gate;
    private final RowGuards guards;
    private final ResolvedTables resolved;
    private final ResultNames names;
    private final ServiceTables service;

    /**
     * A maker of queries within the usual limits.
     *
     * @param clickHouse the database that is to run them
     * @param service what the server tells of itself, to those who may read everything, and to
     *     pipes
     */
    public Maker(ClickHouse clickHouse, ServiceTables service) {
      this(clickHouse, service, QueryLimits.ofDatabase(false));
    }

    /**
     * A maker.
     *
     * @param clickHouse the database that is to run them
     * @param service what the server tells of itself, to those who may read everything, and to
     *     pipes
     * @param limits what finding out what a query reads may take
     */
    public Maker(ClickHouse clickHouse, ServiceTables service, QueryLimits limits) {
      this.service = service;
      this.gate = new SqlGate(clickHouse.inspector());
      this.guards = new RowGuards(clickHouse, gate);
      GuardedQueries queries = new GuardedQueries(clickHouse);
      QueryLook look = new QueryLook(queries, limits);
      this.resolved = new ResolvedTables(look);
      this.names = new ResultNames(look);
    }

    /**
     * Puts a query together and lets it pass, or not.
     *
     * <p>What it reads by name (pipes, and the project's own queries) is put before it, each as a
     * {@code view(…)} that ClickHouse resolves by itself, so that no name which the caller gives to
     * something means anything inside.
     *
     * @param database the workspace's
     * @param rights of the caller's token
     * @param sql without FORMAT
     * @param bound values of the query's own placeholders
     * @param expressions queries of the project's own that it may read by their names; they do not
     *     pass the gate
     * @throws SqlRefusedException when it may not run
     * @throws CircularPipesException when pipes read each other in a circle
     * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
     */
    public GatedSql make(
        String database,
        LiveSet live,
        Rights rights,
        String sql,
        Map<String, Parameter> bound,
        NodeRenderer renderer,
        Map<String, String> expressions) {
      Readable readable = new Readable(live, rights);
      ServiceNames named =
          readable.isAll()
              ? ServiceNames.of(sql, database, live, service)
              : new ServiceNames(sql, Map.of());
      Map<String, String> known = new LinkedHashMap<>(expressions);
      known.putAll(named.expressions());
      return make(database, readable, named.sql(), bound, renderer, known);
    }

    private GatedSql make(
        String database,
        Readable readable,
        String sql,
        Map<String, Parameter> bound,
        NodeRenderer renderer,
        Map<String, String> expressions) {
      OwnNames own =
          readable.isAll()
              ? OwnNames.asWritten(sql)
              : OwnNames.apart(sql, name -> readable.table(name) || expressions.containsKey(name));
      Rendering rendering = new Rendering(renderer);
      Map<String, String> before = pipes(readable, own, rendering);
      boolean readsPipes = !before.isEmpty();
      requireNoValueOf(rendering, sql);
      Map<String, Parameter> parameters = new HashMap<>(bound);
      parameters.putAll(rendering.parameters());
      before.replaceAll((name, pipe) -> checked(pipe, database, readable.live(), parameters));
      RowGuard guard = guards.ofCaller(database, readable, readsPipes);
      if (!guard.filters().isEmpty()) {
        before.values().forEach(Maker::requirePipe);
      }
      Map<String, String> pipes = Map.copyOf(before);
      before.putAll(expressions);
      String text = PipeSql.withViews(own.sql(), before);
      SqlGate.Named named = named(text, parameters, before);
      SqlGate.requireTables(named, tables(readable, own, before));
      if (guard.strictly().isPresent()) {
        CallerRules.require(readable, sql, named);
      }
      GatedSql gated = new GatedSql(text, parameters, guard);
      if (guard.isRestricted()) {
        resolved.check(gated, readable::table);
      }
      pipes.values().forEach(pipe -> names.requireNoSecret(pipe, parameters, guard));
      names.requireNoSecret(gated);
      return gated;
    }

    /** The values of a pipe's placeholders may be secrets, or what the token fixes. */
    private static void requireNoValueOf(Rendering pipes, String sql) {
      for (String placeholder : pipes.parameters().keySet()) {
        if (sql.contains(placeholder)) {
          throw new SqlRefusedException(
              "The word '" + placeholder + "' is taken by a pipe that the query reads.");
        }
      }
    }

    /** A pipe's query that may run, with what it reads of the server before it. */
    private String checked(
        String pipe, String database, LiveSet live, Map<String, Parameter> parameters) {
      ServiceNames named = ServiceNames.of(pipe, database, live, service);
      Set<String> tables = live.tables();
      Set<String> own = SqlTokens.of(named.sql()).withNames();
      SqlGate.requireTables(
          named(named.whole(), parameters, named.expressions()),
          name ->
              tables.contains(name) || own.contains(name) || named.expressions().containsKey(name));
      return named.whole();
    }

    /** The pipes that a query reads, by name, as queries. */
    private static Map<String, String> pipes(Readable readable, OwnNames own, Rendering rendering) {
      PipeSql pipes = new PipeSql(readable.live()::readablePipe, rendering::sql);
      Map<String, String> queries = new LinkedHashMap<>();
      for (String name : SqlTokens.of(own.sql()).tableNames()) {
        Optional<PipeFile> pipe =
            own.declared().contains(name) ? Optional.empty() : readable.pipe(name);
        pipe.ifPresent(file -> queries.put(name, pipes.of(file)));
      }
      return queries;
    }

    /** What may stand where a table stands. */
    private static Predicate<String> tables(
        Readable readable, OwnNames own, Map<String, String> before) {
      Predicate<String> there = name -> before.containsKey(name) || readable.table(name);
      return readable.isAll() ? there.or(own.declared()::contains) : there.or(OwnNames::isChanged);
    }

    /** What the query names, but for what was put before it. */
    private SqlGate.Named named(
        String text, Map<String, Parameter> parameters, Map<String, String> before) {
      if (before.isEmpty()) {
        return gate.named(text, parameters);
      }
      List<AstNode> views =
          Trees.withList(gate.tree(PipeSql.withViews("SELECT 1", before), parameters));
      return gate.namedAfter(views, text, parameters);
    }

    private static void requirePipe(String sql) {
      CallerRules.requireNoPrewhere(
          sql, "in a pipe that a token with a filter reads, nor the word");
    }

    /**
     * The same with the query that a pipe publishes; whoever may read the pipe may run it.
     *
     * @throws SqlRefusedException when it may not run
     * @throws CircularPipesException when pipes read each other in a circle
     * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
     */
    public GatedSql make(
        String database, LiveSet live, Rights rights, PipeFile pipe, NodeRenderer renderer) {
      GatedSql gated = unnamed(database, live, rights, pipe, renderer);
      names.requireNoSecret(gated);
      return gated;
    }

    /**
     * The same where the names of its columns are looked at later: see {@link #requireNames}.
     *
     * @throws SqlRefusedException when it may not run
     * @throws CircularPipesException when pipes read each other in a circle
     * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
     */
    GatedSql unnamed(
        String database, LiveSet live, Rights rights, PipeFile pipe, NodeRenderer renderer) {
      Readable readable = new Readable(live, rights);
      Rendering rendering = new Rendering(renderer);
      String text =
          checked(
              new PipeSql(live::readablePipe, rendering::sql).of(pipe),
              database,
              live,
              rendering.parameters());
      RowGuard guard = guards.ofPipe(database, readable);
      if (!guard.filters().isEmpty()) {
        requirePipe(text);
      }
      return new GatedSql(text, rendering.parameters(), guard);
    }

    /**
     * The columns of a query's result, each with its {@code name} and {@code type}: ClickHouse
     * evaluates constants and scalar subqueries for that.
     *
     * @throws SqlRefusedException when it takes too long to find out
     * @throws dev.nightjar.clickhouse.ClickHouseException when the query does not make sense
     */
    Rows columns(GatedSql gated) {
      return names.of(gated);
    }

    /**
     * Lets the names of a query's columns pass, or not. ClickHouse may have to work for that.
     *
     * @throws SqlRefusedException when one tells a secret
     */
    void requireNames(GatedSql unnamed) {
      names.requireNoSecret(unnamed);
    }
  }
}
