package dev.nightjar.clickhouse.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.DirectHandlers;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;

/** Listens for ClickHouse's HTTP interface. */
public final class ClickHouseListener {
  /** ClickHouse's default of {@code http_max_uri_size}. */
  private static final int LONGEST_LINE = 1 << 20;

  private ClickHouseListener() {}

  /**
   * Begins to listen.
   *
   * @param host the one address, or empty for loopback
   * @param port 0 for a free one
   * @param drain how long closing waits for running requests
   * @throws BindException when the port is taken or the address is not this machine's
   */
  public static HttpListeners open(
      Optional<String> host, int port, Duration drain, HttpInterface serving) throws BindException {
    return HttpListeners.open(
        host,
        port,
        new HttpListeners.Service(
            drain, LONGEST_LINE, true, new BodiesAsTheyCome(), serving::routing, plainRefusals()));
  }

  private static DirectHandlers.Builder plainRefusals() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    DirectHandler plain =
        (request, type, status, headers, message) ->
            DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8")
                .keepAlive(type.keepAlive())
                .entity("The request was refused: " + status.reasonPhrase() + ".\n")
                .build();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, plain);
    }
    return handlers;
  }
}
