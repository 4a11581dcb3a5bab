package dev.nightjar.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A result that arrives in pieces. Not thread-safe, but {@link #close} may come from any thread.
 *
 * <p>The pieces appended one after the other are the result; a piece may end anywhere.
 */
public interface QueryStream extends AutoCloseable {

  /**
   * The next piece; empty at the end.
   *
   * @throws ClickHouseException when the query failed half way
   */
  Optional<byte[]> next();

  /** Writes all pieces that are left to {@code out}. */
  default void transferTo(OutputStream out) throws IOException {
    for (Optional<byte[]> piece = next(); piece.isPresent(); piece = next()) {
      out.write(piece.get());
    }
  }

  /**
   * What the query has cost so far, as far as it is told: over HTTP ClickHouse tells it with the
   * beginning of the answer, and not how many rows there are.
   */
  QueryStatistics statistics();

  /** Cancels the query if it has not ended, and gives its connection back. */
  @Override
  void close();
}
