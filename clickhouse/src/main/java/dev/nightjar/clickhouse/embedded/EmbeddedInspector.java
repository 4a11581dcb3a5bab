package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.AstText;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import java.util.Map;

/** Asks the engine's own parser. */
final class EmbeddedInspector implements SqlInspector {
  private static final Session READ_ONLY = new Session(TableName.DEFAULT_DATABASE, Map.of(), true);

  private final Engine engine;
  private final Control control;
  private final Lanes lanes;

  EmbeddedInspector(Engine engine, Control control, Lanes lanes) {
    this.engine = engine;
    this.control = control;
    this.lanes = lanes;
  }

  @Override
  public Classification classify(String sql) {
    return control.classify(sql);
  }

  @Override
  public AstNode ast(String sql, Map<String, Parameter> parameters) {
    Task<Answer> task =
        new Task<>(() -> {
          try (Connection connection = engine.connect(engine.newMark(), READ_ONLY)) {
            // The text by itself, so that it cannot begin with options of EXPLAIN AST.
            UserSql.check(connection, sql);
            return connection.query("EXPLAIN AST\n" + sql, "TSVRaw", parameters);
          }
        });
    lanes.submit(task);
    return AstText.parse(Callers.uninterrupted(task::await).bytes());
  }
}
