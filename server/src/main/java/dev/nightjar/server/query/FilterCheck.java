package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.server.rights.ScopeText;
import dev.nightjar.server.workspace.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the filter of a token can be applied to a data source. */
public final class FilterCheck {
  private static final String UNKNOWN_TABLE = "UNKNOWN_TABLE";
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final ClickHouse clickHouse;
  private final SqlGate gate;

  /**
   * A check.
   *
   * @param clickHouse where the data sources are
   */
  public FilterCheck(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.gate = new SqlGate(clickHouse.inspector());
  }

  /**
   * Lets a filter pass, or not: a condition over the data source's own columns, of allowed
   * functions, without queries.
   *
   * @param datasource one that is there
   * @throws SqlRefusedException when it cannot be a filter; the message says why
   */
  public void check(Workspace workspace, String datasource, String filter) {
    if (filter.isBlank()) {
      throw new SqlRefusedException("The filter is empty: write a condition, such as team = 'a'.");
    }
    if (filter.length() > ScopeText.LONGEST_FILTER) {
      throw new SqlRefusedException(
          "The filter has %,d characters; %,d are the most that one may have."
              .formatted(filter.length(), ScopeText.LONGEST_FILTER));
    }
    try {
      gate.checkFilter(filter);
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw refused(e, datasource, workspace.database());
    }
    fault(workspace.database(), datasource, filter)
        .ifPresent(fault -> {
          throw refused(fault, datasource, workspace.database());
        });
  }

  private static SqlRefusedException refused(
      ClickHouseException fault, String datasource, String database) {
    return new SqlRefusedException(
        "The filter does not fit the data source '"
            + datasource
            + "': "
            + ErrorText.of(fault, Set.of(database)));
  }

  /**
   * Why a filter cannot be applied to a table, as ClickHouse says it; nothing is read. A filter on
   * a table that is not there is none.
   */
  Optional<ClickHouseException> fault(String database, String table, String filter) {
    try {
      clickHouse.query(
          Query.builder("EXPLAIN PLAN SELECT 1 FROM " + Sql.identifier(table))
              .database(database)
              .timeout(LONGEST)
              .readOnly()
              .setting("query_plan_enable_optimizations", "0")
              .setting("additional_table_filters", RowGuards.value(database, Map.of(table, filter)))
              .build());
      return Optional.empty();
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      return e.name().equals(UNKNOWN_TABLE) ? Optional.empty() : Optional.of(e);
    }
  }
}
