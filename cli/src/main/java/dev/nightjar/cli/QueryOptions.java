package dev.nightjar.cli;

import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.query.QueryLimits;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What queries of users may take. */
final class QueryOptions {
  @Option(
      names = "--query-time-limit",
      paramLabel = "SECONDS",
      description =
          "End queries that take longer, the sending of their answers included (default: 60).")
  Optional<Count> timeLimit = Optional.empty();

  @Option(
      names = "--query-memory-limit",
      paramLabel = "SIZE",
      description = "End queries that need more memory, such as 500MB (default: 2GiB).")
  Optional<ByteSize> memoryLimit = Optional.empty();

  @Option(
      names = "--query-rows-limit",
      paramLabel = "ROWS",
      description = "Refuse results of more rows (default: no limit).")
  Optional<Count> rowsLimit = Optional.empty();

  /**
   * A number of things.
   *
   * @param number at least 1
   */
  record Count(long number) {

    /**
     * Reads a whole number.
     *
     * @throws TypeConversionException if it is none from 1
     */
    static Count parse(String text) {
      if (text.strip().matches("[1-9]\\d{0,14}")) {
        return new Count(Long.parseLong(text.strip()));
      }
      throw new TypeConversionException("`" + text + "` is no whole number from 1.");
    }
  }

  /** The options with these limits; ClickHouse is chosen before. */
  ServerOptions applyTo(ServerOptions options) {
    QueryLimits limits = QueryLimits.ofDatabase(options.clickHouse().isPresent());
    limits =
        timeLimit
            .map(Count::number)
            .map(Duration::ofSeconds)
            .map(limits::withLongest)
            .orElse(limits);
    limits = memoryLimit.map(ByteSize::bytes).map(limits::withMemoryBytes).orElse(limits);
    limits = rowsLimit.map(Count::number).map(limits::withResultRows).orElse(limits);
    return options.withQueryLimits(limits);
  }
}
