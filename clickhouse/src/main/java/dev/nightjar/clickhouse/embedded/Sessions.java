package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.clickhouse.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes connections as statements want them. What can be said with the connection is said with it,
 * which costs nothing; the rest takes a statement (a third of a millisecond).
 */
final class Sessions {
  /** Values as filters may have them: an apostrophe, a backslash, a comparison. */
  private static final Session WITH_FILTERS =
      new Session(
          TableName.DEFAULT_DATABASE,
          Map.of(
              Session.FILTERS,
              "{'default.probe':'a = \\'it\\'\\'s --b=c\\' AND d < 2','default.other':'1'}"),
          true);

  private final Engine engine;
  private final Set<String> known;

  private Sessions(Engine engine, Set<String> known) {
    this.engine = engine;
    this.known = known;
  }

  /**
   * Sessions of an engine that has booted.
   *
   * @param control a connection to it
   * @throws EngineException when a connection is not as it was wanted
   */
  static Sessions of(Engine engine, Control control) {
    Rows names = Rows.parse(control.query("SELECT name FROM system.settings", Rows.FORMAT).bytes());
    Sessions sessions =
        new Sessions(
            engine,
            names.list().stream()
                .map(row -> row.string("name"))
                .collect(Collectors.toUnmodifiableSet()));
    sessions.readBack(WITH_FILTERS);
    return sessions;
  }

  /** A mark for one statement's connection, by which the statement can be found and ended. */
  String newMark() {
    return engine.newMark();
  }

  /** A new connection without settings. */
  Connection connect(String mark) {
    return engine.connect(mark);
  }

  /**
   * A new connection as a statement wants it.
   *
   * @throws dev.nightjar.clickhouse.ClickHouseException when a setting is unknown, or its value not
   *     one
   */
  Connection connect(String mark, Session session) {
    List<String> options = session.options(known);
    Optional<Connection> asWanted =
        options.isEmpty() ? Optional.empty() : engine.connect(mark, options);
    // a refusal's reason is told by the statement that sets the same
    Connection connection = asWanted.orElseGet(() -> engine.connect(mark));
    try {
      String prologue = session.prologue(asWanted.isPresent());
      if (!prologue.isEmpty()) {
        connection.query(prologue, "Null", Map.of());
      }
      return connection;
    } catch (Throwable t) {
      connection.close();
      throw t;
    }
  }

  /**
   * Checks that a session's settings are in force, as {@code getSetting} tells it.
   *
   * @throws EngineException when one is not
   */
  void readBack(Session session) {
    Map<String, String> wanted = new TreeMap<>(session.settings());
    wanted.put("readonly", session.readOnly() ? "1" : "0");
    wanted.putIfAbsent("async_insert", Engine.SYNCHRONOUS);
    String sql =
        wanted.keySet().stream()
            .map(name -> "toString(getSetting('" + name + "')) AS " + name)
            .collect(Collectors.joining(", ", "SELECT ", ""));
    try (Connection connection = connect(newMark(), session)) {
      Row row = Rows.parse(connection.query(sql, Rows.FORMAT, Map.of()).bytes()).single();
      wanted.forEach((name, value) -> {
        String found = row.string(name);
        if (!number(found).equals(number(value))) {
          throw new EngineException(
              "The setting " + name + " is " + found + " on a new connection, not " + value);
        }
      });
    }
  }

  /** Settings that are on or off are told as words. */
  private static String number(String value) {
    return switch (value) {
      case "true" -> "1";
      case "false" -> "0";
      default -> value;
    };
  }
}
