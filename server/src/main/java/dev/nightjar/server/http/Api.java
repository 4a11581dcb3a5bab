package dev.nightjar.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of routes, and what holds for all of them: trailing slashes and unknown parameters are
 * tolerated, the token comes as {@code Authorization: Bearer} or {@code ?token=} (the header
 * first), every answer that is no text or stream is JSON, and every error has a string {@code
 * error}.
 */
public final class Api {
  private record Route(
      String method, String path, PathMatcher matcher, Access access, Handler handler) {}

  private final Authenticator authenticator;
  private final RequestObserver observer;
  private final Responder responder = new Responder();
  private final UnknownPaths unknown = new UnknownPaths();
  private final List<Route> routes = new ArrayList<>();
  private final OtherOrigins origins = new OtherOrigins();

  public Api(Authenticator authenticator, RequestObserver observer) {
    this.authenticator = authenticator;
    this.observer = observer;
  }

  /**
   * Adds a route.
   *
   * @param path such as {@code /v0/variables/{name}}, without a trailing slash
   */
  public Api on(String method, String path, Access access, Handler handler) {
    routes.add(new Route(method, path, PathMatchers.create(path + "[/]"), access, handler));
    return this;
  }

  public Api get(String path, Access access, Handler handler) {
    return on("GET", path, access, handler);
  }

  public Api post(String path, Access access, Handler handler) {
    return on("POST", path, access, handler);
  }

  public Api put(String path, Access access, Handler handler) {
    return on("PUT", path, access, handler);
  }

  public Api delete(String path, Access access, Handler handler) {
    return on("DELETE", path, access, handler);
  }

  /** Adds routes that another class knows. */
  public Api with(Consumer<Api> others) {
    others.accept(this);
    return this;
  }

  /** The routes as Helidon wants them. */
  HttpRouting.Builder routing() {
    HttpRouting.Builder routing = HttpRouting.builder();
    for (Route route : routes) {
      routing.route(
          Method.create(route.method()),
          route.matcher(),
          (request, response) -> serve(route, request, response));
    }
    routing.any(this::serveUnknown);
    return routing;
  }

  private void serve(Route route, ServerRequest request, ServerResponse response) {
    long began = System.nanoTime();
    origins.allow(route.path(), response);
    Responder.Outcome outcome =
        responder.respond(
            response,
            () -> {
              Parameters query = Parameters.parse(rawQuery(request));
              Admission admission = authenticator.admit(token(request, query), route.access());
              admission
                  .headers()
                  .forEach((name, value) -> response.header(HeaderNames.create(name), value));
              return route.handler().answer(new Exchange(request, query, admission.caller()));
            });
    observer.answered(route.method(), route.path(), outcome.status(), System.nanoTime() - began);
    if (!outcome.whole()) {
      throw new CloseConnectionException("an answer was not sent to its end");
    }
  }

  private void serveUnknown(ServerRequest request, ServerResponse response) {
    if (request.prologue().method().equals(Method.OPTIONS)
        && routesOf(request).anyMatch(route -> origins.may(route.path()))) {
      origins.answerPreflight(methods(request), response);
      return;
    }
    responder.respond(
        response,
        () -> {
          requireOtherPath(request, response);
          String client =
              Parameters.parse(rawQuery(request))
                  .first("cli_version")
                  .or(() -> request.headers().first(HeaderNames.USER_AGENT))
                  .orElse("unknown");
          return unknown.answer(request.prologue().method().text(), request.path().path(), client);
        });
  }

  /** A path that is there for other methods. */
  private void requireOtherPath(ServerRequest request, ServerResponse response) {
    String methods = methods(request);
    if (!methods.isEmpty()) {
      response.header(HeaderNames.ALLOW, methods);
      throw new HttpProblem(
          405,
          UnknownPaths.printable(request.prologue().method().text())
              + " does nothing here. This path takes "
              + methods
              + ".",
          Map.of());
    }
  }

  private Stream<Route> routesOf(ServerRequest request) {
    return routes.stream()
        .filter(route -> route.matcher().match(request.prologue().uriPath()).accepted());
  }

  private String methods(ServerRequest request) {
    return routesOf(request)
        .map(Route::method)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String rawQuery(ServerRequest request) {
    return request.prologue().hasQuery() ? request.query().rawValue() : "";
  }

  private static Optional<String> token(ServerRequest request, Parameters query) {
    return request
        .headers()
        .first(HeaderNames.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).trim())
        .or(() -> query.first("token"));
  }
}
