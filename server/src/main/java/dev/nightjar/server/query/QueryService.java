package dev.nightjar.server.query;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.DiskTrouble;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.workspace.Workspace;
import java.util.Map;
import java.util.Set;

/**
 * Answers SQL and endpoints; every text passes the {@link SqlGate} before it runs, read-only and
 * within limits.
 */
public final class QueryService {
  private static final int TIMEOUT_EXCEEDED = 159;

  private final GatedSql.Maker maker;
  private final Results results;

  public QueryService(ClickHouse clickHouse) {
    this.maker = new GatedSql.Maker(clickHouse.inspector());
    this.results = new Results(clickHouse);
  }

  /**
   * Answers a query.
   *
   * @param rights of the caller's token
   * @param renderer for the pipes that the query reads
   * @throws HttpProblem 400 for SQL that is wrong or refused, 408 when it takes too long, 503 when
   *     too many queries wait
   */
  public Answer sql(
      Workspace workspace, LiveSet live, Rights rights, String sql, NodeRenderer renderer) {
    return guarded(
        workspace,
        () -> {
          SqlTokens.Formatted formatted = SqlTokens.of(sql).takeFormat();
          ResultFormat format =
              formatted.format().map(ResultFormat::named).orElse(ResultFormat.JSON);
          GatedSql gated =
              maker.make(
                  workspace.database(),
                  live,
                  rights,
                  formatted.sql(),
                  Map.of(),
                  renderer,
                  Map.of());
          return results.of(new UserQuery(gated, workspace.database()), format);
        });
  }

  /** Answers an endpoint of whoever may read it; errors as above. */
  public Answer endpoint(
      Workspace workspace,
      LiveSet live,
      Rights rights,
      PipeFile pipe,
      ResultFormat format,
      NodeRenderer renderer) {
    return guarded(
        workspace,
        () -> {
          GatedSql gated = maker.make(workspace.database(), live, rights, pipe, renderer);
          return results.of(new UserQuery(gated, workspace.database()), format);
        });
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
