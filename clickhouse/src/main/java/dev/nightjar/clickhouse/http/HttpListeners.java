package dev.nightjar.clickhouse.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sockets of one service: 127.0.0.1 and, where the machine has it, ::1 (clients say {@code
 * localhost}, which may be either), or the one address that was asked for.
 */
public final class HttpListeners implements AutoCloseable {
  private static final int TRIES_FOR_A_FREE_PORT = 8;

  /** Of each socket; the next ones wait until one of them closes. */
  private static final int MOST_CONNECTIONS = 2_000;

  /** After that a connection that waits for its next request is closed. */
  private static final Duration LONGEST_IDLE = Duration.ofMinutes(2);

  /** How long the head of a request (its line and its headers) may take to come. */
  private static final Duration LONGEST_HEAD = Duration.ofSeconds(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

  /**
   * Kept, since a logger that nobody holds forgets its level: Helidon tells each start and stop at
   * INFO.
   */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  /** Kept for the same reason. */
  private static final Logger CONNECTIONS =
      Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

  static {
    HELIDON.setLevel(Level.WARNING);
    // a client that leaves in the middle of a request's head is told as an error of the server's
    // own
    CONNECTIONS.setFilter(line -> !isOfAClientThatLeft(line.getThrown()));
  }

  private final List<WebServer> servers;

  private HttpListeners(List<WebServer> servers) {
    this.servers = List.copyOf(servers);
  }

  /**
   * What listens, and how.
   *
   * @param drain how long {@link #close} waits for running requests
   * @param longestLine how many bytes the request's first line may have
   * @param anyQuery whether the query string may hold characters that should be escaped
   * @param coding what is done with {@code Content-Encoding} before a route sees a body
   * @param routing a new one for each socket
   * @param refusals answers what Helidon itself refuses
   */
  public record Service(
      Duration drain,
      int longestLine,
      boolean anyQuery,
      ContentEncodingContext coding,
      Supplier<HttpRouting.Builder> routing,
      DirectHandlers.Builder refusals) {}

  /**
   * Begins to listen.
   *
   * @param host the one address, or empty for loopback
   * @param port 0 for a free one
   * @throws BindException when the port is taken or the address is not this machine's
   */
  public static HttpListeners open(Optional<String> host, int port, Service service)
      throws BindException {
    List<InetAddress> addresses = host.map(HttpListeners::named).orElseGet(HttpListeners::loopback);
    for (int attempt = 1; ; attempt++) {
      try {
        return listen(addresses, port, service);
      } catch (BindException e) {
        if (port != 0 || attempt == TRIES_FOR_A_FREE_PORT) {
          throw e;
        }
      }
    }
  }

  /** The port, the same on all addresses. */
  public int port() {
    return servers.getFirst().port();
  }

  /**
   * Stops listening and waits, for at most the drain time, for requests that are being answered.
   */
  @Override
  public void close() {
    servers.forEach(WebServer::stop);
  }

  private static HttpListeners listen(List<InetAddress> addresses, int port, Service service)
      throws BindException {
    List<WebServer> started = new ArrayList<>();
    try {
      int bound = port;
      for (InetAddress address : addresses) {
        checkFree(address, bound);
        WebServer server = server(address, bound, service).start();
        started.add(server);
        if (!server.isRunning()) {
          // Helidon logs a failed bind and goes on
          throw new BindException("the port was taken in that very moment");
        }
        bound = server.port();
      }
      return new HttpListeners(started);
    } catch (BindException | UncheckedIOException e) {
      started.forEach(WebServer::stop);
      if (e instanceof UncheckedIOException unchecked) {
        BindException bind = new BindException(unchecked.getCause().getMessage());
        bind.initCause(e);
        throw bind;
      }
      throw (BindException) e;
    }
  }

  private static boolean isOfAClientThatLeft(Throwable thrown) {
    return thrown != null
        && thrown.getCause() instanceof DataReader.InsufficientDataAvailableException;
  }

  private static WebServer server(InetAddress address, int port, Service service) {
    return WebServer.builder()
        .bindAddress(new InetSocketAddress(address, port))
        .shutdownGracePeriod(service.drain())
        .shutdownHook(false)
        .maxTcpConnections(MOST_CONNECTIONS)
        .idleConnectionTimeout(LONGEST_IDLE)
        .idleConnectionPeriod(BETWEEN_LOOKS)
        .directHandlers(service.refusals().build())
        .contentEncoding(service.coding())
        .protocolsDiscoverServices(false)
        .addConnectionSelector(
            WatchedConnections.of(
                Http1Config.builder()
                    .maxPrologueLength(service.longestLine())
                    .validatePrologue(!service.anyQuery())
                    .build(),
                new ReadAhead.Patience(LONGEST_IDLE, LONGEST_HEAD)))
        .routing(service.routing().get().addFilter(WatchedConnections::whenHeadIsThere))
        .build();
  }

  /** A plain bind first: its error is the operating system's own. */
  private static void checkFree(InetAddress address, int port) throws BindException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    } catch (BindException e) {
      throw e;
    } catch (IOException e) {
      BindException bind = new BindException(e.getMessage());
      bind.initCause(e);
      throw bind;
    }
  }

  private static List<InetAddress> named(String host) {
    try {
      return List.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no such address: " + host, e);
    }
  }

  private static List<InetAddress> loopback() {
    List<InetAddress> addresses = new ArrayList<>();
    addresses.add(InetAddress.ofLiteral("127.0.0.1"));
    InetAddress six = InetAddress.ofLiteral("::1");
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(six, 0));
      addresses.add(six);
    } catch (IOException e) {
      // This machine has no IPv6 loopback: 127.0.0.1 alone serves it.
      return List.copyOf(addresses);
    }
    return List.copyOf(addresses);
  }
}
