package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.server.live.LiveSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A query of somebody else that may run, as one text.
 *
 * @param sql the query, with the pipes that it reads before it
 * @param parameters the values of its placeholders
 */
public record GatedSql(String sql, Map<String, Parameter> parameters) {

  /** Copies the map. */
  public GatedSql {
    parameters = Map.copyOf(parameters);
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
     * @param sql without FORMAT
     * @param bound values of the query's own placeholders
     * @param expressions queries of the project's own that it may read by their names; they do not
     *     pass the gate
     * @throws SqlRefusedException when it may not run
     * @throws CircularPipesException when pipes read each other in a circle
     * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
     */
    public GatedSql make(
        LiveSet live,
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
      return new GatedSql(PipeSql.withExpressions(text, expressions), parameters);
    }
  }
}
