package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What answers tell of the server.
 *
 * @param displayName its name for people
 * @param version ClickHouse's
 * @param timezone ClickHouse's
 * @param contentTypes of the output formats, by their names in lower case
 */
public record ServerFacts(
    String displayName, String version, String timezone, Map<String, String> contentTypes) {

  /** Copies the map. */
  public ServerFacts {
    contentTypes = Map.copyOf(contentTypes);
  }

  /** Asks the database. */
  public static ServerFacts of(ClickHouse clickHouse, String displayName) {
    Map<String, String> types = new HashMap<>();
    for (Row row :
        clickHouse
            .rows(Query.of("SELECT name, content_type FROM system.formats WHERE is_output"))
            .list()) {
      types.put(row.string("name").toLowerCase(Locale.ROOT), row.string("content_type"));
    }
    String timezone =
        clickHouse.rows(Query.of("SELECT timezone() AS zone")).single().string("zone");
    return new ServerFacts(displayName, clickHouse.version(), timezone, types);
  }

  /** The Content-Type of a format; empty where there is no such format. */
  Optional<String> contentType(String format) {
    return Optional.ofNullable(contentTypes.get(format.toLowerCase(Locale.ROOT)));
  }
}
