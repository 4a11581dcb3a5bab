package dev.nightjar.server.http;

import dev.nightjar.clickhouse.http.BodiesAsTheyCome;
import dev.nightjar.clickhouse.http.HttpListeners;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.DirectHandlers;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;

/** Listens for the API. */
public final class Listeners {
  // tb puts up to 4,096 characters of SQL into the URL, up to 12 bytes each when percent-encoded.
  private static final int LONGEST_LINE = 64 << 10;

  private Listeners() {}

  /**
   * Begins to listen.
   *
   * @param host the one address, or empty for loopback
   * @param port 0 for a free one
   * @param drain how long closing waits for running requests
   * @throws BindException when the port is taken or the address is not this machine's
   */
  public static HttpListeners open(Optional<String> host, int port, Duration drain, Api api)
      throws BindException {
    return HttpListeners.open(
        host,
        port,
        new HttpListeners.Service(
            drain, LONGEST_LINE, false, new BodiesAsTheyCome(), api::routing, jsonErrors()));
  }

  /**
   * What Helidon itself refuses (a broken request line, too long a header) is answered in JSON too.
   */
  private static DirectHandlers.Builder jsonErrors() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    DirectHandler json =
        (request, type, status, headers, message) ->
            DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .keepAlive(type.keepAlive())
                .entity(
                    Json.text(
                        Json.object(
                            "error", "The request was refused: " + status.reasonPhrase() + ".")))
                .build();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, json);
    }
    return handlers;
  }
}
