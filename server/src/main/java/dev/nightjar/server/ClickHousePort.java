package dev.nightjar.server;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.http.ClickHouseListener;
import dev.nightjar.clickhouse.http.FrontDoor;
import dev.nightjar.clickhouse.http.HttpInterface;
import dev.nightjar.clickhouse.http.HttpListeners;
import dev.nightjar.clickhouse.http.HttpOptions;
import dev.nightjar.clickhouse.http.ServerFacts;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;

/** Opens the port of ClickHouse's HTTP interface. */
final class ClickHousePort {
  private static final long MOST_SPOOLED = 1L << 30;

  private ClickHousePort() {}

  /**
   * How many results may be on their way to clients: three quarters of the queries that the
   * database runs for others at a time. The API has the rest.
   */
  static int results(ServerOptions options) {
    return options.clickHouse().isPresent() ? 12 : 3;
  }

  /**
   * Opens it where the options say so.
   *
   * @throws ServerStartException when it cannot be opened
   */
  static Optional<HttpListeners> open(
      ServerOptions options, FrontDoor door, ClickHouse clickHouse) {
    if (options.clickHousePort().isEmpty()) {
      return Optional.empty();
    }
    int port = options.clickHousePort().getAsInt();
    try {
      HttpInterface serving =
          new HttpInterface(
              door,
              ServerFacts.of(clickHouse, "nightjar"),
              HttpOptions.in(options.dataDir().resolve("scratch"), MOST_SPOOLED));
      return Optional.of(ClickHouseListener.open(options.host(), port, options.drain(), serving));
    } catch (BindException e) {
      throw new ServerStartException(
          "cannot listen on "
              + options.host().orElse("localhost")
              + ":"
              + port
              + " for ClickHouse's clients ("
              + e.getMessage()
              + "): stop what uses that port, choose another with --clickhouse-port, or switch it"
              + " off with --clickhouse-port none",
          e);
    } catch (IOException e) {
      throw new ServerStartException(
          "the folder scratch in " + options.dataDir() + " cannot be used: " + e.getMessage(), e);
    }
  }
}
