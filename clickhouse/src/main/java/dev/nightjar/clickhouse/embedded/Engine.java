package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Rows;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The loaded library at its data directory: makes connections. */
final class Engine {
  /** ClickHouse's default acknowledges inserts that are in memory; here it also fails at random. */
  private static final String SYNCHRONOUS = "0";

  /**
   * Read by the connection that boots the engine. The defaults are for machines that do nothing
   * else: caches of 5 GiB each, and a log on the console where standard error is a terminal, into
   * which inserts that feed views write a line each.
   */
  private static final List<String> BOOT =
      List.of(
          "--mark_cache_size=134217728",
          "--primary_index_cache_size=134217728",
          "--index_mark_cache_size=67108864",
          "--query_condition_cache_size=33554432",
          "--logger.console=0");

  private final LibChdb lib;
  private final Path path;
  private final AtomicLong marks = new AtomicLong();

  private Engine(LibChdb lib, Path path) {
    this.lib = lib;
    this.path = path;
  }

  /**
   * Loads the library and leaves the JVM its signal handlers; nothing is opened yet.
   *
   * @throws EngineException when the library does not fit
   */
  static Engine load(Path library, Path path) {
    LibChdb lib = LibChdb.load(library);
    try {
      MemorySegment version = (MemorySegment) lib.version.invokeExact();
      Library.check(version.reinterpret(Long.MAX_VALUE).getString(0), library);
      // The JVM's own null checks and safepoints are signals: before the first connection.
      lib.setSignalHandlersEnabled.invokeExact(0);
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
    return new Engine(lib, path);
  }

  /** A mark for one statement's connection, by which the statement can be found and ended. */
  String newMark() {
    return "nightjar-" + marks.incrementAndGet();
  }

  /**
   * A new connection.
   *
   * @param mark the connection's {@code log_comment}
   */
  Connection connect(String mark) {
    List<String> arguments = new ArrayList<>(BOOT);
    arguments.add("--path=" + path);
    arguments.add("--log_comment=" + mark);
    arguments.add("--async_insert=" + SYNCHRONOUS);
    return Connection.open(lib, arguments)
        .orElseThrow(() ->
            new EngineException(
                "The embedded ClickHouse could not open "
                    + path
                    + ": the directory is in use by another program or damaged; the engine has"
                    + " said why on standard error."));
  }

  /** A new connection as a statement wants it. */
  Connection connect(String mark, Session session) {
    Connection connection = connect(mark);
    try {
      String prologue = session.prologue();
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
    wanted.putIfAbsent("async_insert", SYNCHRONOUS);
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
