package dev.nightjar.server.rights;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a token allows. Scopes add up: who may read all rows by one and some by another reads
 * all.
 */
public record Rights(List<Scope> scopes) {
  /** An administrator's. */
  public static final Rights ALL = new Rights(List.of(Scope.of(Permission.ADMIN)));

  /** Of whoever may do nothing in a workspace. */
  public static final Rights NONE = new Rights(List.of());

  /** Copies the list. */
  public Rights {
    scopes = List.copyOf(scopes);
  }

  /** Whether they are an administrator's. */
  public boolean areAll() {
    return scopes.stream().anyMatch(scope -> scope.permission() == Permission.ADMIN);
  }

  /** Whether a permission that names no resource is there. */
  public boolean allow(Permission permission) {
    return areAll() || scopes.stream().anyMatch(scope -> scope.permission() == permission);
  }

  /**
   * Whether something may be done with a data source or a pipe; reading may be of some rows only.
   */
  public boolean allow(Permission permission, String resource) {
    return areAll()
        || (isReading(permission) && allow(Permission.WORKSPACE_READ_ALL))
        || of(permission, resource).findAny().isPresent();
  }

  /**
   * The condition that every row of a table must fulfil that this token is to see, whichever way it
   * is read: by its name, through a pipe or an endpoint. Empty where the token may read all rows,
   * and where it has no scope for the table and can see it through pipes only.
   */
  public Optional<String> filter(String table) {
    if (areAll() || allow(Permission.WORKSPACE_READ_ALL)) {
      return Optional.empty();
    }
    List<Scope> reading = of(Permission.DATASOURCES_READ, table).toList();
    if (reading.isEmpty() || reading.stream().anyMatch(scope -> scope.filter().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        reading.stream()
            .map(scope -> "(" + scope.filter().orElseThrow() + "\n)")
            .distinct()
            .collect(Collectors.joining(" OR ")));
  }

  /** The tables that have a {@link #filter}, and those. */
  public Map<String, String> filters() {
    Map<String, String> filters = new HashMap<>();
    scopes.stream()
        .filter(scope -> scope.permission() == Permission.DATASOURCES_READ)
        .flatMap(scope -> scope.resource().stream())
        .distinct()
        .forEach(table -> filter(table).ifPresent(filter -> filters.put(table, filter)));
    return Map.copyOf(filters);
  }

  /**
   * Parameters of a pipe that the caller cannot choose. Where two scopes fix one, the first does.
   */
  public Map<String, List<String>> fixedParameters(String pipe) {
    Map<String, List<String>> fixed = new HashMap<>();
    of(Permission.PIPES_READ, pipe)
        .forEach(scope -> scope.fixedParameters().forEach(fixed::putIfAbsent));
    return Map.copyOf(fixed);
  }

  private Stream<Scope> of(Permission permission, String resource) {
    return scopes.stream()
        .filter(scope -> scope.permission() == permission)
        .filter(scope -> scope.resource().filter(resource::equals).isPresent());
  }

  private static boolean isReading(Permission permission) {
    return permission == Permission.DATASOURCES_READ || permission == Permission.PIPES_READ;
  }
}
