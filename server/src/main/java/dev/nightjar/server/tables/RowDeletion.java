package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.service.Operation;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Deletes rows of a data source. Data sources that views make of it keep theirs. */
public final class RowDeletion {
  private final ClickHouse clickHouse;
  private final WriteGate gate;
  private final OperationsLog log;
  private final Clock clock;

  public RowDeletion(ClickHouse clickHouse, WriteGate gate, OperationsLog log, Clock clock) {
    this.clickHouse = clickHouse;
    this.gate = gate;
    this.log = log;
    this.clock = clock;
  }

  /** Deletes all rows. */
  public void truncate(Workspace workspace, LiveResource datasource) {
    TableName table = new TableName(workspace.database(), datasource.name());
    logged(
        workspace,
        datasource,
        Operation.Type.TRUNCATE,
        OptionalLong.empty(),
        Map.of(),
        Statement.of(Ddl.in(clickHouse.layout()).truncate(table)));
  }

  /**
   * Deletes the rows that fulfil a condition, and waits until they are gone.
   *
   * @param condition an expression that was checked
   * @param rows how many there were when it was checked
   */
  public void delete(Workspace workspace, LiveResource datasource, String condition, long rows) {
    TableName table = new TableName(workspace.database(), datasource.name());
    logged(
        workspace,
        datasource,
        Operation.Type.DELETE_ROWS,
        OptionalLong.of(rows),
        Map.of("delete_condition", condition),
        Statement.of(Ddl.in(clickHouse.layout()).alter(table, "DELETE WHERE (" + condition + "\n)"))
            .in(workspace.database())
            .setting("mutations_sync", "2"));
  }

  private void logged(
      Workspace workspace,
      LiveResource datasource,
      Operation.Type type,
      OptionalLong rows,
      Map<String, String> options,
      Statement statement) {
    Instant began = clock.instant();
    Optional<String> error = Optional.of("ClickHouse did not delete the rows.");
    try {
      gate.alone(
          workspace,
          datasource.name(),
          () -> {
            clickHouse.execute(statement);
            return workspace;
          });
      error = Optional.empty();
    } finally {
      log.add(
          new Operation(
              workspace.id(),
              type,
              datasource.id(),
              datasource.name(),
              began,
              Duration.between(began, clock.instant()),
              error,
              Optional.empty(),
              rows,
              OptionalLong.empty(),
              Optional.empty(),
              options));
    }
  }
}
