package dev.nightjar.server.query;

import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.rights.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of pipes that a token fixes, where a query may read any pipe that it may. */
public final class FixedParameters {
  private FixedParameters() {}

  /**
   * Each parameter that is fixed for one pipe is fixed for all.
   *
   * @throws SqlRefusedException where two scopes fix one parameter to different values
   */
  public static Map<String, List<String>> of(Rights rights) {
    Map<String, List<String>> fixed = new LinkedHashMap<>();
    for (Scope scope : rights.scopes()) {
      if (scope.permission() == Permission.PIPES_READ && !rights.areAll()) {
        scope
            .fixedParameters()
            .forEach((name, values) -> {
              List<String> before = fixed.putIfAbsent(name, values);
              if (before != null && !before.equals(values)) {
                throw new SqlRefusedException(
                    "This token has different values of '"
                        + name
                        + "' for different pipes: ask for the endpoints themselves, not with SQL.");
              }
            });
      }
    }
    return fixed;
  }
}
