package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which tables a query reads, for clients that put pipes into the order of their dependencies. */
public final class QueriedTables {
  private static final String SERVICE = "tinybird";

  private final SqlGate gate;
  private final ServiceTables service;

  /**
   * The tables of queries.
   *
   * @param inspector parses them
   * @param service what the server tells of itself, which queries may name
   */
  public QueriedTables(SqlInspector inspector, ServiceTables service) {
    this.gate = new SqlGate(inspector);
    this.service = service;
  }

  /**
   * A table, a pipe or a node that a query names.
   *
   * @param schema empty for the workspace's own
   */
  public record Table(String schema, String name) {}

  /**
   * The tables that a query names, whether there are such tables or not.
   *
   * @throws HttpProblem 400 when it does not parse, or may not run whatever it reads
   * @throws dev.nightjar.clickhouse.UnavailableException when ClickHouse is away
   */
  public List<Table> of(Workspace workspace, LiveSet live, String sql) {
    try {
      ServiceNames names = ServiceNames.of(sql, workspace.database(), live, service);
      List<Table> tables = new ArrayList<>();
      for (String name : gate.tables(names.sql())) {
        tables.add(new Table(names.expressions().containsKey(name) ? SERVICE : "", name));
      }
      return tables;
    } catch (SqlRefusedException e) {
      throw HttpProblem.badRequest(e.getMessage());
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw HttpProblem.badRequest(ErrorText.of(e, Set.of(workspace.database())));
    }
  }
}
