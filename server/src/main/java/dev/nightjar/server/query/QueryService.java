package dev.nightjar.server.query;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.DiskTrouble;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;
import java.util.Map;
import java.util.Set;

/**
 * Answers SQL and endpoints; every text passes the {@link SqlGate} before it runs, read-only and
 * within limits.
 */
public final class QueryService {
  private static final int TIMEOUT_EXCEEDED = 159;

  private final SqlGate gate;
  private final Results results;

  public QueryService(ClickHouse clickHouse) {
    this.gate = new SqlGate(clickHouse.inspector());
    this.results = new Results(clickHouse);
  }

  /**
   * Answers a query.
   *
   * @param renderer for the pipes that the query reads
   * @throws HttpProblem 400 for SQL that is wrong or refused, 408 when it takes too long, 503 when
   *     too many queries wait
   */
  public Answer sql(Workspace workspace, LiveSet live, String sql, NodeRenderer renderer) {
    return guarded(
        workspace,
        () -> {
          SqlTokens.Formatted formatted = SqlTokens.of(sql).takeFormat();
          ResultFormat format =
              formatted.format().map(ResultFormat::named).orElse(ResultFormat.JSON);
          Rendering rendering = new Rendering(renderer);
          String text = new PipeSql(live::readablePipe, rendering::sql).of(formatted.sql());
          return run(workspace, live, text, rendering.parameters(), format);
        });
  }

  /** Answers an endpoint; errors as above. */
  public Answer endpoint(
      Workspace workspace,
      LiveSet live,
      PipeFile pipe,
      ResultFormat format,
      NodeRenderer renderer) {
    return guarded(
        workspace,
        () -> {
          Rendering rendering = new Rendering(renderer);
          String text = new PipeSql(live::readablePipe, rendering::sql).of(pipe);
          return run(workspace, live, text, rendering.parameters(), format);
        });
  }

  private Answer run(
      Workspace workspace,
      LiveSet live,
      String sql,
      Map<String, Parameter> parameters,
      ResultFormat format) {
    Set<String> tables = live.tables();
    gate.check(sql, parameters, tables::contains);
    return results.of(new UserQuery(sql, workspace.database(), parameters), format);
  }

  private interface Work {
    Answer answer();
  }

  private static Answer guarded(Workspace workspace, Work work) {
    try {
      return work.answer();
    } catch (SqlRefusedException e) {
      throw HttpProblem.badRequest(e.getMessage());
    } catch (UnavailableException | OutcomeUnknownException e) {
      // No answer of ClickHouse's, and no fault of the query's.
      throw e;
    } catch (CancelledException e) {
      throw new HttpProblem(408, "The query took too long and was stopped.", Map.of());
    } catch (ClickHouseException e) {
      if (DiskTrouble.isFullDisk(e)) {
        // The responder has the words for it.
        throw e;
      }
      int status = e.code() == TIMEOUT_EXCEEDED ? 408 : 400;
      throw new HttpProblem(status, ErrorText.of(e, Set.of(workspace.database())), Map.of());
    }
  }
}
