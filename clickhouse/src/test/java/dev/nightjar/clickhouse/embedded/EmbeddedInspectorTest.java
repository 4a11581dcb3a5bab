package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.contract.InspectorContract;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.StatementClass;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class EmbeddedInspectorTest extends InspectorContract {

  @Test
  void showsTheFileThatAStatementWouldWrite(ClickHouse clickHouse) {
    assertThat(clickHouse.inspector().ast("SELECT 1 INTO OUTFILE 'x' FORMAT CSV").children())
        .extracting(AstNode::kind)
        .containsExactly("ExpressionList", "Literal", "Identifier");
  }

  @Test
  void countsStatements(ClickHouse clickHouse) {
    assertThat(clickHouse.inspector().classify("SELECT 1; SELECT 2"))
        .isEqualTo(new Classification(StatementClass.READ_ONLY, 2));
  }
}
