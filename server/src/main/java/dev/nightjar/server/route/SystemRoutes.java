package dev.nightjar.server.route;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.server.health.Condition;
import dev.nightjar.server.health.Health;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What is asked of the server itself. */
public final class SystemRoutes {
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What proxies add: RFC 7239, RFC 9110, and what was usual before. */
  private static final List<String> ADDED_BY_PROXIES =
      List.of(
          "Forwarded",
          "Via",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Forwarded-Port",
          "X-Forwarded-Server",
          "X-Real-IP");

  private final Tokens tokens;
  private final String version;
  private final Health health;
  private final Mirrors mirrors;
  private final Supplier<String> metrics;
  private final boolean trustLocal;

  /**
   * @param health whether the server can do its work
   * @param mirrors told of beside it
   * @param metrics the text that Prometheus reads
   * @param trustLocal whether programs of this machine are told tokens, metrics and failures
   */
  public SystemRoutes(
      Tokens tokens,
      String version,
      Health health,
      Mirrors mirrors,
      Supplier<String> metrics,
      boolean trustLocal) {
    this.tokens = tokens;
    this.version = version;
    this.health = health;
    this.mirrors = mirrors;
    this.metrics = metrics;
    this.trustLocal = trustLocal;
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

  /**
   * Anybody is told whether the server is ready, and what is not; why, and which mirrors, those who
   * may read the metrics.
   */
  private Answer ready(Exchange exchange) {
    boolean ready = health.ready();
    String status = ready ? "ready" : health.isStarted() ? "not_ready" : "starting";
    boolean whole = mayReadMetrics(exchange);
    return new Answer.Json(
        ready ? 200 : 503,
        Json.object(
            "status",
            status,
            "checks",
            Json.object(
                "started", Json.object("ok", health.isStarted()),
                "clickhouse", json(health.clickHouse(), whole),
                "state_database", json(health.stateDatabase(), whole)),
            "mirrors",
            mirrors(whole)));
  }

  private static Map<String, Object> json(Condition condition, boolean whole) {
    Map<String, Object> check =
        Json.object("ok", condition.well(), "since", condition.since().toString());
    if (whole) {
      condition.trouble().ifPresent(trouble -> check.put("message", trouble));
    }
    return check;
  }

  private Map<String, Object> mirrors(boolean whole) {
    List<MirrorStatus> all = mirrors.statuses();
    Map<String, Object> counts =
        Json.object(
            "total", all.size(),
            "live", in(MirrorState.LIVE, all).size(),
            "failed", in(MirrorState.FAILED, all).size());
    if (whole) {
      counts.put(
          "failures",
          in(MirrorState.FAILED, all).stream()
              .map(status ->
                  Json.object(
                      "workspace", status.workspace(),
                      "datasource", status.datasource(),
                      "reason", status.reason().orElse(null)))
              .toList());
    }
    return counts;
  }

  private static List<MirrorStatus> in(MirrorState state, List<MirrorStatus> all) {
    return all.stream().filter(status -> status.state() == state).toList();
  }

  private Answer metrics(Exchange exchange) {
    if (!mayReadMetrics(exchange)) {
      throw HttpProblem.forbidden(
          "Metrics are told to programs on the server's own machine that call it localhost, and to"
              + " whoever sends an administrator's token of the main workspace ('Authorization:"
              + " Bearer …').");
    }
    return new Answer.Text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  /** They have the names of workspaces, data sources and shards. */
  private boolean mayReadMetrics(Exchange exchange) {
    return isLocal(exchange)
        || switch (exchange.caller()) {
          case Caller.User _ -> true;
          case Caller.Admin(Workspace workspace) -> workspace.main();
          case Caller.Holder holder -> holder.workspace().main() && holder.rights().areAll();
          case Caller.Anonymous _ -> false;
        };
  }

  /**
   * The tokens, as clients of a local server fetch them: for programs of this machine that call it
   * by a name of this machine, so that no web page that a browser here has open (and no name that
   * resolves to here) gets at them; nor does whoever comes through a proxy that says so.
   */
  private Answer tokens(Exchange exchange) {
    if (!isLocal(exchange)) {
      throw HttpProblem.forbidden(
          "Tokens are only told to programs on the server's own machine that call it localhost, not"
              + " through a proxy, and not where the server runs with --no-trust-local. They are in"
              + " the file `tokens` of its data directory.");
    }
    return Answer.ok(tokens.file().toJson());
  }

  private boolean isLocal(Exchange exchange) {
    return trustLocal
        && !isOfAPage(exchange)
        && ADDED_BY_PROXIES.stream().allMatch(name -> exchange.header(name).isEmpty())
        && exchange.peer().filter(InetAddress::isLoopbackAddress).isPresent()
        && exchange.host().map(SystemRoutes::withoutPort).filter(LOCAL_NAMES::contains).isPresent();
  }

  /** Of another origin, which a browser says; it could not read the answer, and gets none. */
  private static boolean isOfAPage(Exchange exchange) {
    return exchange.header("Origin").isPresent()
        || exchange.header("Sec-Fetch-Site").filter(site -> !site.equals("none")).isPresent();
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":[0-9]+$", "");
  }
}
