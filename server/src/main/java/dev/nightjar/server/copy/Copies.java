package dev.nightjar.server.copy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.project.NodeType;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.JobFailure;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.query.ErrorText;
import dev.nightjar.server.query.GatedSql;
import dev.nightjar.server.query.RequestRenderer;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.query.SqlRefusedException;
import dev.nightjar.server.query.Templates;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.service.Operation;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.tables.RowWrites;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs copy pipes, as jobs, one run of a pipe at a time. */
public final class Copies {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Map<String, String> LIMITS =
      Map.of(
          "max_execution_time", Long.toString(LONGEST.toSeconds()),
          "max_memory_usage", Long.toString(4L << 30));

  private final ClickHouse clickHouse;
  private final LiveSets liveSets;
  private final WriteGate gate;
  private final RowWrites writes;
  private final Jobs jobs;
  private final Secrets secrets;
  private final OperationsLog log;
  private final Clock clock;
  private final GatedSql.Maker maker;
  private final Templates templates = new Templates();

  public Copies(
      ClickHouse clickHouse,
      LiveSets liveSets,
      WriteGate gate,
      RowWrites writes,
      Jobs jobs,
      Secrets secrets,
      ServiceTables service,
      OperationsLog log,
      Clock clock) {
    this.clickHouse = clickHouse;
    this.liveSets = liveSets;
    this.gate = gate;
    this.writes = writes;
    this.jobs = jobs;
    this.secrets = secrets;
    this.log = log;
    this.clock = clock;
    this.maker = new GatedSql.Maker(clickHouse, service);
  }

  /**
   * Begins a run.
   *
   * @param parameters of the pipe's template
   * @param mode instead of the one that its file states
   * @throws HttpProblem 409 when one runs or waits, 400 when a parameter is missing or wrong
   */
  public synchronized Job run(
      Workspace workspace, CopyPipe pipe, Parameters parameters, Optional<NodeType.CopyMode> mode) {
    String name = pipe.resource().name();
    jobs.unfinished(workspace, Job.Kind.COPY, name)
        .ifPresent(job -> {
          throw HttpProblem.conflict(
              "The pipe '" + name + "' is being copied already, by the job " + job.id() + ".");
        });
    NodeType.CopyMode how = mode.orElse(pipe.copy().mode());
    // what is wrong with the request is its answer, not the job's
    try {
      gated(workspace, pipe, parameters);
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw HttpProblem.badRequest(ErrorText.of(e, Set.of(workspace.database())));
    }
    return submit(workspace, pipe, how, () -> perform(workspace, pipe, parameters, how));
  }

  /** Notes a run that could not begin as a job that failed. */
  void failed(Workspace workspace, CopyPipe pipe, RuntimeException why) {
    submit(
        workspace,
        pipe,
        pipe.copy().mode(),
        () -> {
          throw new JobFailure(why.getMessage(), Map.of(), why);
        });
  }

  private Job submit(Workspace workspace, CopyPipe pipe, NodeType.CopyMode how, Jobs.Work work) {
    return jobs.submit(
        workspace,
        Job.Kind.COPY,
        pipe.resource().name(),
        Json.object(
            "pipe_id", pipe.resource().id(),
            "pipe_name", pipe.resource().name(),
            "datasource_id", pipe.target().id(),
            "datasource", Json.object("id", pipe.target().id(), "name", pipe.target().name()),
            "copy_target_datasource", pipe.target().id(),
            "mode", how.name().toLowerCase(Locale.ROOT)),
        work,
        () -> {});
  }

  private GatedSql gated(Workspace workspace, CopyPipe pipe, Parameters parameters) {
    try {
      return maker.make(
          workspace.database(),
          liveSets.of(workspace),
          Rights.ALL,
          pipe.file(),
          new RequestRenderer(
              templates, parameters, secret -> secrets.value(workspace.id(), secret)));
    } catch (SqlRefusedException e) {
      throw HttpProblem.badRequest(e.getMessage());
    }
  }

  private Map<String, Object> perform(
      Workspace workspace, CopyPipe asked, Parameters parameters, NodeType.CopyMode mode) {
    String target = asked.target().name();
    Instant began = clock.instant();
    Optional<String> error = Optional.of("The query could not be copied.");
    long[] rows = new long[1];
    try {
      if (mode == NodeType.CopyMode.REPLACE) {
        rows[0] =
            gate.alone(
                workspace,
                () -> writes.replaced(workspace, liveSets.of(workspace), target),
                () -> {
                  Filled filled = filled(workspace, asked, parameters);
                  writes.replace(workspace, filled.live(), target, Optional.empty(), filled);
                  return filled.rows();
                });
      } else {
        rows[0] =
            gate.writing(
                workspace,
                target,
                () -> {
                  Filled filled = filled(workspace, asked, parameters);
                  writes.appendWhole(workspace, filled.live(), target, filled);
                  return filled.rows();
                });
      }
      error = Optional.empty();
      return Json.object("statistics", Json.object("row_count", rows[0]));
    } catch (HttpProblem e) {
      error = Optional.of(e.getMessage());
      throw new JobFailure(e.getMessage(), Map.of(), e);
    } finally {
      log.add(
          new Operation(
              workspace.id(),
              Operation.Type.COPY,
              asked.target().id(),
              target,
              began,
              Duration.between(began, clock.instant()),
              error,
              Optional.empty(),
              error.isPresent() ? OptionalLong.empty() : OptionalLong.of(rows[0]),
              OptionalLong.empty(),
              Optional.of(asked.resource().name()),
              Map.of("mode", mode.name().toLowerCase(Locale.ROOT))));
    }
  }

  /** What the pipe gives as it is deployed while the gate is held. */
  private Filled filled(Workspace workspace, CopyPipe asked, Parameters parameters) {
    LiveSet live = liveSets.of(workspace);
    CopyPipe pipe = CopyPipe.of(live, asked.resource().name());
    if (!pipe.target().name().equals(asked.target().name())) {
      throw HttpProblem.conflict(
          "The pipe '"
              + pipe.resource().name()
              + "' copies into another data source since a deployment. Copy it again.");
    }
    return new Filled(workspace, live, gated(workspace, pipe, parameters));
  }

  /** Puts a query's rows into a table, and counts them. */
  private final class Filled implements RowWrites.Filling {
    private final Workspace workspace;
    private final LiveSet live;
    private final GatedSql sql;
    private long rows;

    Filled(Workspace workspace, LiveSet live, GatedSql sql) {
      this.workspace = workspace;
      this.live = live;
      this.sql = sql;
    }

    LiveSet live() {
      return live;
    }

    long rows() {
      return rows;
    }

    @Override
    public void into(TableName table) {
      clickHouse.executeUnlessInterrupted(insert(workspace, sql, table.sql()));
      rows = count(table.sql());
    }
  }

  /** By the names of the columns, whatever their order. */
  private Statement insert(Workspace workspace, GatedSql sql, String table) {
    Query.Builder description =
        Query.builder("DESCRIBE TABLE (\n" + sql.sql() + "\n)")
            .database(workspace.database())
            .timeout(LONGEST);
    sql.parameters().forEach(description::parameter);
    // it evaluates scalar subqueries, which may take as long as the copy itself
    LIMITS.forEach(description::setting);
    String columns =
        clickHouse.rows(description.readOnly().build()).list().stream()
            .map(row -> Sql.identifier(row.string("name")))
            .collect(Collectors.joining(", "));
    Map<String, String> settings = new HashMap<>();
    settings.put("async_insert", "0");
    settings.put("insert_deduplicate", "0");
    settings.putAll(LIMITS);
    return new Statement(
        "INSERT INTO "
            + table
            + " ("
            + columns
            + ")\nSELECT "
            + columns
            + " FROM (\n"
            + sql.sql()
            + "\n)",
        workspace.database(),
        sql.parameters(),
        settings,
        Optional.empty());
  }

  private long count(String table) {
    return clickHouse.rows(Query.of("SELECT count() AS n FROM " + table)).single().number("n");
  }
}
