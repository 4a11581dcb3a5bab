package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Fact;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What answers tell of the server. The database is asked when the first answer needs it. */
public final class ServerFacts {
  private final String displayName;
  private final Fact<Told> told;

  private ServerFacts(String displayName, Fact<Told> told) {
    this.displayName = displayName;
    this.told = told;
  }

  /** The database's own: version, time zone, and the Content-Types by formats in lower case. */
  private record Told(String version, String timezone, Map<String, String> contentTypes) {}

  /** The facts of a database, under a name for people. */
  public static ServerFacts of(ClickHouse clickHouse, String displayName) {
    return new ServerFacts(displayName, new Fact<>(() -> ask(clickHouse)));
  }

  private static Told ask(ClickHouse clickHouse) {
    Map<String, String> types = new HashMap<>();
    for (Row row :
        clickHouse
            .rows(Query.of("SELECT name, content_type FROM system.formats WHERE is_output"))
            .list()) {
      types.put(row.string("name").toLowerCase(Locale.ROOT), row.string("content_type"));
    }
    String timezone =
        clickHouse.rows(Query.of("SELECT timezone() AS zone")).single().string("zone");
    return new Told(clickHouse.version(), timezone, Map.copyOf(types));
  }

  String displayName() {
    return displayName;
  }

  /** ClickHouse's version for the text of an error; {@code unknown} as long as nobody can ask. */
  String version() {
    try {
      return told.get().version();
    } catch (ClickHouseException _) {
      // Another error is being told.
      return "unknown";
    }
  }

  /** ClickHouse's time zone. */
  String timezone() {
    return told.get().timezone();
  }

  /** The Content-Type of a format; empty where there is no such format. */
  Optional<String> contentType(String format) {
    return Optional.ofNullable(told.get().contentTypes().get(format.toLowerCase(Locale.ROOT)));
  }
}
