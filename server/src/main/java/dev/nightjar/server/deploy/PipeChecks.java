package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Problem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.ProjectTables;
import dev.nightjar.server.query.ErrorText;
import dev.nightjar.server.query.PipeSql;
import dev.nightjar.server.query.ServiceNames;
import dev.nightjar.server.query.ServiceTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks ClickHouse whether the pipes of a deployment make sense over its tables (columns, types,
 * functions' arguments), without reading a row. Templates cannot be asked about: their SQL comes to
 * be with a request.
 */
final class PipeChecks {
  /**
   * How many nodes a query's tree may have with all that it reads. Where each part reads the one
   * before twice, the tree doubles with each, and ClickHouse would be busy with it for long.
   */
  private static final int LARGEST_TREE = 50_000;

  private final ClickHouse clickHouse;
  private final ServiceTables service;

  PipeChecks(ClickHouse clickHouse, ServiceTables service) {
    this.clickHouse = clickHouse;
    this.service = service;
  }

  List<Problem> check(Plan plan) {
    List<Problem> problems = new ArrayList<>();
    for (PipeFile pipe : plan.changedPipes()) {
      PipeSql sql =
          new PipeSql(name -> ProjectTables.readablePipe(plan.project(), name), Node::sql);
      String text = sql.of(pipe);
      if (!isTemplate(text)) {
        check(plan, pipe, text, problems);
      }
    }
    return problems;
  }

  /** Whether a query has parts that only a request fills. */
  static boolean isTemplate(String sql) {
    return sql.contains("{{") || sql.contains("{%");
  }

  /** The data source that a pipe writes to. */
  private static Optional<DatasourceFile> target(Plan plan, PipeFile pipe) {
    return pipe.typedNode()
        .map(Node::type)
        .flatMap(type ->
            switch (type) {
              case NodeType.Materialized materialized -> Optional.of(materialized.datasource());
              case NodeType.Copy copy -> Optional.of(copy.targetDatasource());
              case NodeType.Endpoint _, NodeType.Sink _, NodeType.Standard _ ->
                  Optional.<String>empty();
            })
        .map(name -> plan.project().datasources().get(name));
  }

  private void check(Plan plan, PipeFile pipe, String sql, List<Problem> problems) {
    String database = plan.workspace().database();
    LiveSet afterwards = new LiveSet(List.of(), plan.project());
    String whole = ServiceNames.of(sql, database, afterwards, service).whole();
    try {
      Map<String, String> columns = new LinkedHashMap<>();
      clickHouse
          .rows(
              Query.builder("DESCRIBE TABLE (\n" + whole + "\n)")
                  .database(database)
                  .setting("max_expanded_ast_elements", Integer.toString(LARGEST_TREE))
                  .readOnly()
                  .build())
          .forEach(row -> columns.put(row.string("name"), row.string("type")));
      target(plan, pipe)
          .ifPresent(target ->
              TargetColumns.problems(columns, target)
                  .forEach(problem ->
                      problems.add(Problem.error(PipeSql.output(pipe).sqlPosition(), problem))));
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      problems.add(
          Problem.error(PipeSql.output(pipe).sqlPosition(), ErrorText.of(e, Set.of(database))));
    }
  }
}
