package dev.nightjar.clickhouse.embedded;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The loaded library at its data directory: makes connections. */
final class Engine {
  /** ClickHouse's default acknowledges inserts that are in memory; here it also fails at random. */
  static final String SYNCHRONOUS = "0";

  /**
   * Read by the connection that boots the engine; another one would pay for each. The defaults are
   * for machines that do nothing else: caches of 5 GiB each, and a log on the console where
   * standard error is a terminal, into which inserts that feed views write a line each.
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
   * The first connection, which boots the engine; it stays open as long as the engine is to run.
   *
   * @param mark the connection's {@code log_comment}
   * @throws EngineException when the engine cannot open the directory
   */
  Connection boot(String mark) {
    return opened(mark, BOOT);
  }

  /**
   * A further connection.
   *
   * @param mark the connection's {@code log_comment}
   */
  Connection connect(String mark) {
    return opened(mark, List.of());
  }

  /**
   * The same with options besides.
   *
   * @return empty where the engine refuses one of them
   */
  Optional<Connection> connect(String mark, List<String> options) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("--path=" + path);
    arguments.add("--log_comment=" + mark);
    arguments.add("--async_insert=" + SYNCHRONOUS);
    return Connection.open(lib, arguments);
  }

  private Connection opened(String mark, List<String> options) {
    return connect(mark, options)
        .orElseThrow(() ->
            new EngineException(
                "The embedded ClickHouse could not open "
                    + path
                    + ": the directory is in use by another program or damaged; the engine has"
                    + " said why on standard error."));
  }
}
