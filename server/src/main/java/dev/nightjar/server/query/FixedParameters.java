package dev.nightjar.server.query;

import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.rights.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The parameters of pipes that a token fixes, where a query may read any pipe that it may. */
public final class FixedParameters {
  private FixedParameters() {}

  /**
   * Each parameter that is fixed for one pipe is fixed for all.
   *
   * @throws SqlRefusedException where two scopes fix one parameter to different values
   */
  public static Map<String, List<String>> of(Rights rights) {
    return of(rights, Map.of(), _ -> true);
  }

  /**
   * The same of some pipes.
   *
   * @param settled values that hold whatever the pipes' scopes fix
   * @throws SqlRefusedException where two scopes fix another parameter to different values
   */
  static Map<String, List<String>> of(
      Rights rights, Map<String, List<String>> settled, Predicate<String> pipes) {
    Map<String, List<String>> fixed = new LinkedHashMap<>(settled);
    for (Scope scope : rights.scopes()) {
      if (scope.permission() == Permission.PIPES_READ
          && !rights.areAll()
          && scope.resource().filter(pipes).isPresent()) {
        scope
            .fixedParameters()
            .forEach((name, values) -> {
              List<String> before = fixed.putIfAbsent(name, values);
              if (before != null && !before.equals(values) && !settled.containsKey(name)) {
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
