package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Rows;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The loaded library at its data directory: makes connections. */
final class Engine {
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
    return Connection.open(lib, List.of("--path=" + path, "--log_comment=" + mark))
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
    List<String> names = new ArrayList<>(session.settings().keySet());
    names.add("readonly");
    StringBuilder sql = new StringBuilder("SELECT ");
    for (String name : names) {
      sql.append(sql.length() > 7 ? ", " : "")
          .append("toString(getSetting('" + name + "')) AS " + name);
    }
    try (Connection connection = connect(newMark(), session)) {
      Rows rows = Rows.parse(connection.query(sql.toString(), Rows.FORMAT, Map.of()).bytes());
      for (String name : names) {
        String wanted =
            name.equals("readonly") ? session.readOnly() ? "1" : "0" : session.settings().get(name);
        String found = rows.single().string(name);
        if (!found.equals(wanted)) {
          throw new EngineException(
              "The setting " + name + " is " + found + " on a new connection, not " + wanted);
        }
      }
    }
  }
}
