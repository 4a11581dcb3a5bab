package dev.nightjar.server.query;

import dev.nightjar.server.http.Parameters;
import java.util.List;
import java.util.Map;

/** What templates get of a request: its parameters, but those that its token fixes. */
final class RequestParameters {
  private RequestParameters() {}

  /** For an endpoint, and all pipes that it reads. */
  static Parameters ofEndpoint(QueryRequest request, String pipe) {
    return fixed(request, request.rights().fixedParameters(pipe));
  }

  /**
   * For SQL, which may read any pipe that the token may.
   *
   * @throws SqlRefusedException where two scopes of the token fix one parameter to two values
   */
  static Parameters ofSql(QueryRequest request) {
    return fixed(request, FixedParameters.of(request.rights()));
  }

  private static Parameters fixed(QueryRequest request, Map<String, List<String>> fixed) {
    return fixed.isEmpty()
        ? request.parameters()
        : new Parameters(fixed).orElse(request.parameters());
  }
}
