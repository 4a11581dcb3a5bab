package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Rights;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A query of somebody else that may run, as one text.
 *
 * @param sql the query, with the pipes that it reads before it
 * @param parameters the values of its placeholders
 * @param settings without which it must not run: the filters of the caller's token
 */
public record GatedSql(
    String sql, Map<String, Parameter> parameters, Map<String, String> settings) {

  /** Copies the maps. */
  public GatedSql {
    parameters = Map.copyOf(parameters);
    settings = Map.copyOf(settings);
  }

  /** Makes such queries. */
  public static final class Maker {
    private final SqlGate gate;

    /**
     * A maker.
     *
     * @param inspector of the database that is to run them
     */
    public Maker(SqlInspector inspector) {
      this.gate = new SqlGate(inspector);
    }

    /**
     * Puts a query together and lets it pass, or not.
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
      Rendering rendering = new Rendering(renderer);
      String text = new PipeSql(live::readablePipe, rendering::sql).of(sql);
      Map<String, Parameter> parameters = new HashMap<>(bound);
      parameters.putAll(rendering.parameters());
      Set<String> tables = live.tables();
      gate.check(text, parameters, name -> tables.contains(name) || expressions.containsKey(name));
      return new GatedSql(
          PipeSql.withExpressions(text, expressions),
          parameters,
          RowFilters.settings(database, rights));
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
      Rendering rendering = new Rendering(renderer);
      String text = new PipeSql(live::readablePipe, rendering::sql).of(pipe);
      gate.check(text, rendering.parameters(), live.tables()::contains);
      return new GatedSql(text, rendering.parameters(), RowFilters.settings(database, rights));
    }
  }
}
