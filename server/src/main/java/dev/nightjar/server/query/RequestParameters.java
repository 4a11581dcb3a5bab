package dev.nightjar.server.query;

import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import java.util.LinkedHashMap;
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
   * For SQL, which may read any pipe that the token may: each parameter that is fixed for one of
   * them is fixed.
   *
   * @throws HttpProblem 403 where two scopes of the token fix one parameter to two values
   */
  static Parameters ofSql(QueryRequest request) {
    Map<String, List<String>> fixed = new LinkedHashMap<>();
    for (Scope scope : request.rights().scopes()) {
      if (scope.permission() == Permission.PIPES_READ && !request.rights().areAll()) {
        scope
            .fixedParameters()
            .forEach((name, values) -> {
              List<String> before = fixed.putIfAbsent(name, values);
              if (before != null && !before.equals(values)) {
                throw HttpProblem.forbidden(
                    "This token has different values of '"
                        + name
                        + "' for different pipes: ask for the endpoints themselves, not with SQL.");
              }
            });
      }
    }
    return fixed(request, fixed);
  }

  private static Parameters fixed(QueryRequest request, Map<String, List<String>> fixed) {
    return fixed.isEmpty()
        ? request.parameters()
        : new Parameters(fixed).orElse(request.parameters());
  }
}
