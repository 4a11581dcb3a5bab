package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.workspace.Workspace;
import java.time.Duration;
import java.util.Set;

/**
 * Checks conditions that choose rows of a data source to be deleted or replaced: they end up in
 * statements with all rights, so only an expression over the row's own columns passes.
 */
public final class ConditionCheck {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ClickHouse clickHouse;
  private final SqlGate gate;

  public ConditionCheck(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.gate = new SqlGate(clickHouse.inspector());
  }

  /**
   * Lets a condition pass, or not.
   *
   * @throws HttpProblem 400 when it is not one; the message says why
   */
  public void require(Workspace workspace, String datasource, String condition) {
    run(workspace, datasource, condition, " LIMIT 0");
  }

  /**
   * How many rows fulfil a condition.
   *
   * @throws HttpProblem 400 when it is not one
   */
  public long count(Workspace workspace, String datasource, String condition) {
    return run(workspace, datasource, condition, "");
  }

  private long run(Workspace workspace, String datasource, String condition, String limit) {
    try {
      gate.checkExpression(condition);
      return clickHouse
          .rows(
              Query.builder(
                      "SELECT count() AS n FROM (SELECT 1 FROM "
                          + new TableName(workspace.database(), datasource).sql()
                          + " WHERE ("
                          + condition
                          + "\n)"
                          + limit
                          + ")")
                  .database(workspace.database())
                  .timeout(LONGEST)
                  .readOnly()
                  .build())
          .single()
          .number("n");
    } catch (SqlRefusedException e) {
      throw HttpProblem.badRequest("The condition cannot be used: " + e.getMessage());
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw HttpProblem.badRequest(
          "The condition cannot be used: " + ErrorText.of(e, Set.of(workspace.database())));
    }
  }
}
