package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.execution.Callers;
import dev.nightjar.clickhouse.execution.Lanes;
import dev.nightjar.clickhouse.execution.Task;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import java.util.Map;

/** Asks the engine's own parser. */
final class EmbeddedInspector implements SqlInspector {
  private static final Session READ_ONLY = new Session(TableName.DEFAULT_DATABASE, Map.of(), true);

  private final Sessions sessions;
  private final Control control;
  private final Lanes lanes;
  private final Classifications classifications;

  EmbeddedInspector(
      Sessions sessions, Control control, Lanes lanes, Classifications classifications) {
    this.sessions = sessions;
    this.control = control;
    this.lanes = lanes;
    this.classifications = classifications;
  }

  @Override
  public Classification classify(String sql, Map<String, Parameter> parameters) {
    return control.classify(sql, classifications);
  }

  @Override
  public AstNode ast(String sql, Map<String, Parameter> parameters) {
    Task<AstNode> task =
        new Task<>(() -> {
          try (Connection connection = sessions.connect(sessions.newMark(), READ_ONLY)) {
            return UserSql.ast(connection, sql, parameters, classifications);
          }
        });
    lanes.submit(task);
    return Callers.uninterrupted(task::await);
  }
}
