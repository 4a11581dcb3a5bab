package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Directive;
import dev.nightjar.project.Engine;
import dev.nightjar.project.Index;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Position;
import dev.nightjar.project.Problem;
import dev.nightjar.project.Project;
import dev.nightjar.server.copy.CronSchedule;
import dev.nightjar.server.live.ProjectTables;
import dev.nightjar.server.query.CircularPipesException;
import dev.nightjar.server.query.ErrorText;
import dev.nightjar.server.query.PipeSql;
import dev.nightjar.server.query.ServiceNames;
import dev.nightjar.server.query.SqlGate;
import dev.nightjar.server.query.SqlRefusedException;
import dev.nightjar.server.template.Template;
import dev.nightjar.server.template.TemplateSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a file may say on this server. Its expressions end up in statements that run with all
 * rights, so they pass the same gate as queries; engines and settings are on lists.
 */
final class ProjectChecks {
  private final SqlGate gate;
  private final Function<String, ServiceNames> service;
  private final List<Problem> problems = new ArrayList<>();

  private ProjectChecks(SqlGate gate, Function<String, ServiceNames> service) {
    this.gate = gate;
    this.service = service;
  }

  /**
   * @param service finds what a query reads of the server itself
   */
  static List<Problem> check(
      Project project, SqlGate gate, Function<String, ServiceNames> service) {
    ProjectChecks checks = new ProjectChecks(gate, service);
    project.datasources().values().forEach(checks::datasource);
    project.pipes().values().forEach(pipe -> checks.pipe(pipe, project));
    return List.copyOf(checks.problems);
  }

  private void datasource(DatasourceFile file) {
    for (Directive directive : file.others()) {
      error(
          directive.position(),
          directive.name()
              + " is not supported: DynamoDB is the only source that a data source can follow."
              + " Remove the directive, and send the rows by /v0/events or /v0/datasources.");
    }
    if (!file.sharedWith().isEmpty()) {
      problems.add(
          Problem.warning(
              file.positions().of("SHARED_WITH"),
              "SHARED_WITH has no effect: data sources are not shared between workspaces."));
    }
    file.columns().forEach(this::column);
    file.indexes().forEach(this::index);
    engine(file);
  }

  private void column(Column column) {
    expression(column.position(), "CAST(NULL AS " + column.type() + ")");
    column.defaultExpression().ifPresent(value -> expression(column.position(), value));
    column.codec().ifPresent(codec -> callOnly(column.position(), codec, "codec"));
  }

  private void index(Index index) {
    expression(index.position(), index.expression());
    callOnly(index.position(), index.type(), "index type");
  }

  private void engine(DatasourceFile file) {
    Engine engine = file.engine();
    Position where = file.positions().of("ENGINE");
    String name = PlainTable.engineName(engine);
    if (file.dynamoDb().isEmpty() && !PlainTable.ENGINES.contains(name)) {
      error(
          where,
          "The engine `"
              + name
              + "` is not supported. Use one of "
              + PlainTable.ENGINES.stream().sorted().toList()
              + ".");
    }
    engine
        .sortingKey()
        .forEach(part -> {
          if (file.column(part).isEmpty()) {
            expression(file.positions().of("ENGINE_SORTING_KEY"), part);
          }
        });
    engine
        .partitionKey()
        .ifPresent(key -> expression(file.positions().of("ENGINE_PARTITION_KEY"), key));
    engine
        .primaryKey()
        .ifPresent(key -> expression(file.positions().of("ENGINE_PRIMARY_KEY"), key));
    engine.ttl().ifPresent(ttl -> expression(file.positions().of("ENGINE_TTL"), ttl));
    if (engine.samplingKey().isPresent()) {
      error(
          file.positions().of("ENGINE_SAMPLING_KEY"),
          "ENGINE_SAMPLING_KEY is not supported. Remove it.");
    }
    engine.settings().forEach((key, value) -> setting(file, key, value));
  }

  private void setting(DatasourceFile file, String name, String value) {
    Position where = file.positions().of("ENGINE_SETTINGS");
    if (!PlainTable.SETTINGS.contains(name)) {
      error(
          where,
          "The setting `"
              + name
              + "` cannot be set. These can: "
              + String.join(", ", PlainTable.SETTINGS.stream().sorted().toList())
              + ".");
    } else if (!value.matches("[0-9]{1,18}|true|false")) {
      error(where, "The setting `" + name + "` takes a whole number.");
    }
  }

  private void pipe(PipeFile pipe, Project project) {
    for (Directive directive : pipe.others()) {
      error(directive.position(), directive.name() + " is not supported. Remove the directive.");
    }
    for (Node node : pipe.nodes()) {
      switch (node.type()) {
        case NodeType.Copy copy -> schedule(node, copy);
        case NodeType.Sink _ ->
            error(
                node.positions().of("TYPE"),
                "Sink pipes are not supported by this version of Nightjar.");
        case NodeType.Materialized _ -> materialized(pipe, node, project);
        case NodeType.Endpoint _, NodeType.Standard _ -> {
          // both are checked as queries below
        }
      }
    }
    pipe.nodes().stream().filter(Node::template).forEach(this::template);
    query(pipe, project);
  }

  private void schedule(Node node, NodeType.Copy copy) {
    try {
      copy.schedule().ifPresent(CronSchedule::parse);
    } catch (IllegalArgumentException e) {
      error(
          node.positions().of("COPY_SCHEDULE"),
          "The schedule cannot be read: " + e.getMessage() + ".");
    }
  }

  private void template(Node node) {
    try {
      Template.parse(node.sql());
    } catch (TemplateSyntaxException e) {
      Position start = node.sqlPosition();
      error(
          new Position(start.file(), start.line() + e.line() - 1, start.column() + e.column() - 1),
          e.getMessage());
    }
  }

  private void materialized(PipeFile pipe, Node node, Project project) {
    if (node.template()) {
      error(
          node.sqlPosition(),
          "A materialized pipe runs on every insert and has no parameters: it cannot be a template. Remove the first line `%`.");
    }
    readsADataSource(pipe, node, project);
  }

  /** A view acts on inserts, so there must be something that rows are inserted into. */
  private void readsADataSource(PipeFile pipe, Node node, Project project) {
    Set<String> tables = new HashSet<>();
    try {
      tables.addAll(
          new PipeSql(name -> ProjectTables.readablePipe(project, name), Node::sql).tables(pipe));
    } catch (CircularPipesException | SqlRefusedException e) {
      // the parser or the check of its query has reported it with its place
      return;
    }
    tables.retainAll(project.datasources().keySet());
    if (tables.isEmpty()) {
      error(
          node.sqlPosition(),
          "A materialized pipe acts on the rows that come into a data source, and this one reads none.");
    }
  }

  /**
   * The whole query of a pipe, if none of it is a template; its tables may be those of the project
   * only.
   */
  private void query(PipeFile pipe, Project project) {
    Predicate<String> readable = name -> ProjectTables.of(project).contains(name);
    Node output = PipeSql.output(pipe);
    try {
      String sql =
          new PipeSql(name -> ProjectTables.readablePipe(project, name), Node::sql).of(pipe);
      if (!PipeChecks.isTemplate(sql)) {
        // a view acts on inserts, and the server's own tables are filled by nobody's
        ServiceNames named =
            output.type() instanceof NodeType.Materialized
                ? new ServiceNames(sql, Map.of())
                : service.apply(sql);
        gate.check(named.sql(), Map.of(), readable.or(named.expressions()::containsKey));
      }
    } catch (CircularPipesException e) {
      // the parser has reported it with its place
      return;
    } catch (SqlRefusedException e) {
      error(output.sqlPosition(), e.getMessage());
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      error(output.sqlPosition(), ErrorText.of(e, Set.of()));
    }
  }

  private void expression(Position where, String expression) {
    try {
      gate.checkExpression(expression);
    } catch (SqlRefusedException e) {
      error(where, e.getMessage());
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      error(where, ErrorText.of(e, Set.of()));
    }
  }

  /**
   * A name with arguments that are numbers, strings and names: {@code ZSTD(1)}, {@code
   * bloom_filter(0.01)}.
   */
  private void callOnly(Position where, String text, String what) {
    if (!text.matches("[\\w .,()']*") || text.matches("(?i).*\\b(select|settings|from)\\b.*")) {
      error(where, "`" + text + "` is not a " + what + ".");
    }
  }

  private void error(Position where, String message) {
    problems.add(Problem.error(where, message));
  }
}
