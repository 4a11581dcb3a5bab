package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.query.ServiceTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of the tables in which the server tells of itself. They are the same in every
 * workspace, and asked of ClickHouse when somebody first wants to see them.
 */
final class ServiceColumns {
  private final ClickHouse clickHouse;
  private final ServiceTables service;
  private volatile Optional<List<Column>> known = Optional.empty();

  ServiceColumns(ClickHouse clickHouse, ServiceTables service) {
    this.clickHouse = clickHouse;
    this.service = service;
  }

  /**
   * A column.
   *
   * @param position from 1, as ClickHouse counts them
   */
  record Column(TableName table, String name, String type, int position) {}

  /**
   * All of them, table by table.
   *
   * @param database of any workspace
   * @param live what is deployed there
   */
  List<Column> of(String database, LiveSet live) {
    Optional<List<Column>> before = known;
    if (before.isPresent()) {
      return before.get();
    }
    List<Column> found = new ArrayList<>();
    for (TableName table : service.all()) {
      service
          .query(database, live, table.database(), table.name())
          .ifPresent(query -> described(table, query, found));
    }
    known = Optional.of(List.copyOf(found));
    return found;
  }

  private void described(TableName table, String query, List<Column> found) {
    int position = 0;
    for (Row row : clickHouse.rows(Query.of("DESCRIBE TABLE (\n" + query + "\n)"))) {
      position++;
      found.add(new Column(table, row.string("name"), row.string("type"), position));
    }
  }
}
