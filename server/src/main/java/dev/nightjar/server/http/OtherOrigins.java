package dev.nightjar.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;

/**
 * What pages of other origins may do in a browser: ask what a token is for that the page itself
 * has. No cookie and no password of the browser's is ever looked at, so that a page without a token
 * reads nothing. All other paths stay closed to pages, above all those that need no token.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">the CORS protocol</a>
 */
final class OtherOrigins {
  private static final Set<String> OPEN =
      Set.of("/v0/sql", "/v0/events", "/v0/pipes/{name}", "/v0/pipes/openapi.json");

  private static final HeaderName MAX_AGE = HeaderNames.create("Access-Control-Max-Age");
  private static final String A_DAY = "86400";

  /** What a page may read of an answer, besides what every page may. */
  private static final String READABLE =
      "Cache-Status, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id";

  /** Whether pages may ask there. */
  boolean may(String path) {
    return OPEN.contains(path);
  }

  /** Lets a page read an answer. */
  void allow(String path, ServerResponse response) {
    if (may(path)) {
      response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
    }
  }

  /**
   * Answers the question that a browser asks first: pages read and send, they delete nothing.
   *
   * @param methods those of the path, with commas
   */
  void answerPreflight(String methods, ServerResponse response) {
    response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
    response.header(
        HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
        "Authorization, Content-Encoding, Content-Type, X-Requested-With");
    response.header(MAX_AGE, A_DAY);
    response.header(HeaderNames.ALLOW, methods);
    response.status(204).send();
  }
}
