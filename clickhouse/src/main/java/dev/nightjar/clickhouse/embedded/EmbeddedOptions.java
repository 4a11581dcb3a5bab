package dev.nightjar.clickhouse.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to open the embedded engine.
 *
 * @param path the data directory; created if absent
 * @param writers how many statements and inserts run at a time
 * @param readers how many trusted queries run at a time
 * @param users how many {@code READ_ONLY} queries run at a time
 * @param waiting how many may wait for each of the three; the next is refused
 * @param settings of every connection, such as {@code max_threads}
 * @param userSettings of every {@code READ_ONLY} query besides: its limits, by ClickHouse's names
 * @param library the library's file; none: {@code NIGHTJAR_LIBCHDB}, else the launcher's folder
 */
public record EmbeddedOptions(
    Path path,
    int writers,
    int readers,
    int users,
    int waiting,
    Map<String, String> settings,
    Map<String, String> userSettings,
    Optional<Path> library) {

  /** Copies the maps. */
  public EmbeddedOptions {
    if (writers < 1 || readers < 1 || users < 1 || waiting < 0) {
      throw new IllegalArgumentException("at least one connection of each kind is needed");
    }
    settings = Map.copyOf(settings);
    userSettings = Map.copyOf(userSettings);
  }

  /**
   * Three writers, two readers, four users, 1024 waiting for each; user queries take at most a
   * minute, 2 GiB of memory and two threads.
   */
  public static EmbeddedOptions at(Path path) {
    return new EmbeddedOptions(
        path,
        3,
        2,
        4,
        1024,
        Map.of(),
        Map.of(
            "max_execution_time", "60",
            "max_memory_usage", "2147483648",
            "max_threads", "2"),
        Optional.empty());
  }

  /** The same with other numbers of connections. */
  public EmbeddedOptions connections(int writing, int reading, int serving) {
    return new EmbeddedOptions(
        path, writing, reading, serving, waiting, settings, userSettings, library);
  }

  /** The same with another length of the three queues. */
  public EmbeddedOptions waiting(int most) {
    return new EmbeddedOptions(
        path, writers, readers, users, most, settings, userSettings, library);
  }

  /** The same with other limits of {@code READ_ONLY} queries. */
  public EmbeddedOptions userSettings(Map<String, String> limits) {
    return new EmbeddedOptions(path, writers, readers, users, waiting, settings, limits, library);
  }
}
