package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The server that answers, and its start. The tables of ClickHouse's database {@code system} are
 * attached anew at each start: in a server, whose database is of the engine Atomic, under UUIDs
 * that are drawn then and kept nowhere (ClickHouse's {@code attachSystemTablesImpl.h}); in an
 * engine inside another process that database itself is of the engine Memory, and gets its UUID
 * then.
 *
 * <p>A user who may not see the table {@code system.one} among all tables, for whom nobody has
 * granted SHOW TABLES on it, gets no UUID: then the time of the start has to tell, to the second.
 */
final class AnsweringServer {
  private static final String START =
      """
      SELECT 'second' AS what, toString(toInt64(toUnixTimestamp(now())) - toInt64(uptime())) AS value
      UNION ALL SELECT 'table', toString(uuid) FROM system.tables
       WHERE database = 'system' AND name = 'one'
      UNION ALL SELECT 'database', toString(uuid) FROM system.databases
       WHERE name = 'system' AND engine = 'Memory'
      """;

  private static final String NIL = "00000000-0000-0000-0000-000000000000";

  private final ClickHouse clickHouse;

  AnsweringServer(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Its start; empty for a cluster, whose replicas hold each other's rows. */
  Optional<ServerStart> start() {
    if (clickHouse.layout().cluster().isPresent()) {
      return Optional.empty();
    }
    Map<String, String> found =
        clickHouse.rows(Query.of(START)).list().stream()
            .collect(Collectors.toMap(row -> row.string("what"), row -> row.string("value")));
    Optional<String> id =
        Optional.ofNullable(found.get("table"))
            .filter(uuid -> !uuid.equals(NIL))
            .or(() -> Optional.ofNullable(found.get("database")).filter(uuid -> !uuid.equals(NIL)));
    return Optional.of(new ServerStart(id, Long.parseLong(found.get("second"))));
  }
}
