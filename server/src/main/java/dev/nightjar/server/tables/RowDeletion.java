package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.server.http.HttpProblem;
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
import java.util.function.LongSupplier;

/** Deletes rows of a data source. Data sources that views make of it keep theirs. */
public final class RowDeletion {
  private final ClickHouse clickHouse;
  private final WriteGate gate;
  private final RowProvenance provenance;
  private final OperationsLog log;
  private final Clock clock;
  private final Mutation mutation;

  public RowDeletion(
      ClickHouse clickHouse,
      WriteGate gate,
      RowProvenance provenance,
      OperationsLog log,
      Clock clock) {
    this.clickHouse = clickHouse;
    this.gate = gate;
    this.provenance = provenance;
    this.log = log;
    this.clock = clock;
    this.mutation = new Mutation(clickHouse);
  }

  /** Deletes all rows. */
  public void truncate(Workspace workspace, LiveResource datasource) {
    TableName table = table(workspace, datasource);
    logged(
        workspace,
        datasource,
        Operation.Type.TRUNCATE,
        Optional.empty(),
        Map.of(),
        Statement.of(Ddl.in(clickHouse.layout()).truncate(table)));
  }

  /**
   * Deletes the rows that fulfil a condition, and waits until they are gone. An interrupt ends it.
   *
   * @param condition an expression that was checked
   * @param counting counts the rows that fulfil it, while nobody else writes
   * @return how many they were
   */
  public long delete(
      Workspace workspace, LiveResource datasource, String condition, LongSupplier counting) {
    TableName table = table(workspace, datasource);
    return logged(
        workspace,
        datasource,
        Operation.Type.DELETE_ROWS,
        Optional.of(counting),
        Map.of("delete_condition", condition),
        Statement.of(Ddl.in(clickHouse.layout()).alter(table, "DELETE WHERE (" + condition + "\n)"))
            .in(workspace.database())
            .setting("mutations_sync", "2"));
  }

  private static TableName table(Workspace workspace, LiveResource datasource) {
    return new TableName(workspace.database(), datasource.name());
  }

  private long logged(
      Workspace workspace,
      LiveResource datasource,
      Operation.Type type,
      Optional<LongSupplier> counting,
      Map<String, String> options,
      Statement statement) {
    Instant began = clock.instant();
    Optional<String> error = Optional.of("ClickHouse did not delete the rows.");
    OptionalLong rows = OptionalLong.empty();
    try {
      rows =
          gate.alone(
              workspace,
              datasource.name(),
              () -> {
                OptionalLong found =
                    counting
                        .map(each -> OptionalLong.of(each.getAsLong()))
                        .orElseGet(OptionalLong::empty);
                provenance.loses(datasource.id());
                if (type == Operation.Type.DELETE_ROWS) {
                  mutation.run(table(workspace, datasource), statement);
                } else {
                  clickHouse.execute(statement);
                }
                if (type == Operation.Type.TRUNCATE) {
                  provenance.emptied(datasource.id());
                }
                return found;
              });
      error = Optional.empty();
      return rows.orElse(0);
    } catch (HttpProblem e) {
      error = Optional.of(e.getMessage());
      throw e;
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
