package dev.nightjar.clickhouse.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.contract.InspectorContract;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.StatementClass;
import dev.nightjar.clickhouse.testing.RemoteEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RemoteEngine.class)
class RemoteInspectorTest extends InspectorContract {

  @Test
  void takesOneStatementAtATime(ClickHouse clickHouse) {
    assertThat(clickHouse.inspector().classify("SELECT 1; SELECT 2"))
        .isEqualTo(new Classification(StatementClass.UNKNOWN, 0));
  }
}
