package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.token.Tokens;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What is asked of the server itself. */
public final class SystemRoutes {
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Tokens tokens;
  private final String version;
  private final BooleanSupplier ready;
  private final Supplier<String> metrics;

  /**
   * @param ready whether the server takes requests
   * @param metrics the text that Prometheus reads
   */
  public SystemRoutes(
      Tokens tokens, String version, BooleanSupplier ready, Supplier<String> metrics) {
    this.tokens = tokens;
    this.version = version;
    this.ready = ready;
    this.metrics = metrics;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/tokens", Access.PUBLIC, this::tokens);
    api.get("/health/live", Access.PUBLIC, exchange -> Answer.ok(Json.object("status", "live")));
    api.get("/health/ready", Access.PUBLIC, this::ready);
    api.get("/version", Access.PUBLIC, exchange -> Answer.text(version));
    api.get("/v0/regions", Access.PUBLIC, exchange -> Answer.ok(Json.object("regions", List.of())));
    api.get("/metrics", Access.PUBLIC, this::metrics);
  }

  private Answer ready(Exchange exchange) {
    boolean yes = ready.getAsBoolean();
    return new Answer.Json(yes ? 200 : 503, Json.object("status", yes ? "ready" : "starting"));
  }

  private Answer metrics(Exchange exchange) {
    return new Answer.Text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  /**
   * The tokens, as clients of a local server fetch them: for programs of this machine that call it
   * by a name of this machine, so that no web page that a browser here has open (and no name that
   * resolves to here) gets at them.
   */
  private Answer tokens(Exchange exchange) {
    boolean local =
        exchange.peer().filter(InetAddress::isLoopbackAddress).isPresent()
            && exchange
                .host()
                .map(SystemRoutes::withoutPort)
                .filter(LOCAL_NAMES::contains)
                .isPresent();
    if (!local) {
      throw HttpProblem.forbidden(
          "Tokens are only told to programs on the server's own machine that call it localhost.");
    }
    return Answer.ok(tokens.file().toJson());
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":[0-9]+$", "");
  }
}
