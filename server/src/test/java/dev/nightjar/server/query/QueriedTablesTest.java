package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.workspace.Workspace;
import java.lang.reflect.Proxy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is told of a query that cannot be looked at. */
class QueriedTablesTest {
  private static final Workspace WORKSPACE =
      new Workspace("id", "main", "ws_1", true, Instant.EPOCH);

  @Test
  void thatClickHouseIsAwayIsNotTheQuerysFault() {
    assertThatThrownBy(() -> asked(new UnavailableException("it is away")))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void anErrorDoesNotNameTheDatabase() {
    assertThatThrownBy(() -> asked(new ClickHouseException(62, "SYNTAX_ERROR", "no ws_1.t here")))
        .isInstanceOf(HttpProblem.class)
        .hasMessage("no t here (SYNTAX_ERROR)");
  }

  private static void asked(ClickHouseException answer) {
    SqlInspector inspector =
        (SqlInspector)
            Proxy.newProxyInstance(
                SqlInspector.class.getClassLoader(),
                new Class<?>[] {SqlInspector.class},
                (_, _, _) -> {
                  throw answer;
                });
    new QueriedTables(inspector, ServiceTables.NONE).of(WORKSPACE, null, "SELECT * FROM t");
  }
}
