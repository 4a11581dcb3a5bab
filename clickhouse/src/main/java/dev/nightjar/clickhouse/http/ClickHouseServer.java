package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The embedded engine as a ClickHouse of its own: one user, {@code default}, with full rights, over
 * HTTP. For development, and as the other end of tests.
 */
public final class ClickHouseServer implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final long MOST_SPOOLED = 16L << 30;

  private final EmbeddedClickHouse database;
  private final HttpListeners listeners;

  private ClickHouseServer(EmbeddedClickHouse database, HttpListeners listeners) {
    this.database = database;
    this.listeners = listeners;
  }

  /**
   * How to start one.
   *
   * @param host the one address to listen on; empty: 127.0.0.1 and, where there is one, ::1
   * @param port 0 for a free one
   * @param dataDir where its tables are; made when it is missing
   * @param password of the user {@code default}; empty: none is needed
   */
  public record Options(Optional<String> host, int port, Path dataDir, String password) {
    @Override
    public String toString() {
      return "Options[host=" + host + ", port=" + port + ", dataDir=" + dataDir + "]";
    }
  }

  /**
   * Starts one; it answers when this returns.
   *
   * @throws IllegalArgumentException for an address that is not this machine's loopback without a
   *     password
   * @throws BindException when the port is taken or the address is not this machine's
   * @throws dev.nightjar.clickhouse.embedded.EngineException when the data directory is in use, or
   *     the engine is missing
   */
  public static ClickHouseServer start(Options options) throws BindException {
    requirePasswordBeyondLoopback(options);
    EmbeddedClickHouse database =
        EmbeddedClickHouse.open(EmbeddedOptions.at(options.dataDir()).connections(8, 16, 1));
    try {
      return new ClickHouseServer(
          database,
          ClickHouseListener.open(
              options.host(),
              options.port(),
              DRAIN,
              new HttpInterface(
                  new FullRightsDoor(database, options.password()),
                  ServerFacts.of(database, "nightjar"),
                  new HttpOptions(database.scratch(), MOST_SPOOLED))));
    } catch (BindException | RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return listeners.port();
  }

  /** Requests are answered to their end, for at most ten seconds; then the database closes. */
  @Override
  public void close() {
    listeners.close();
    database.close();
  }

  private static void requirePasswordBeyondLoopback(Options options) {
    if (options.host().isEmpty() || !options.password().isEmpty()) {
      return;
    }
    String host = options.host().get();
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        throw new IllegalArgumentException(
            host
                + " can be reached from other machines, and whoever reaches it may do everything:"
                + " it needs a password.");
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("There is no address " + host + ".", e);
    }
  }
}
