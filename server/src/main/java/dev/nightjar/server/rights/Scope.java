package dev.nightjar.server.rights;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of what a token allows.
 *
 * @param resource the data source or pipe; empty where the permission names none
 * @param filter for {@link Permission#DATASOURCES_READ}: a condition of SQL over the data source's
 *     columns; the token sees the rows that fulfil it
 * @param fixedParameters for {@link Permission#PIPES_READ}: values that the caller cannot change
 */
public record Scope(
    Permission permission,
    Optional<String> resource,
    Optional<String> filter,
    Map<String, List<String>> fixedParameters) {
  private static final String NO_ROW = "0";

  /** Copies the map. */
  public Scope {
    fixedParameters = Map.copyOf(fixedParameters);
    if (permission.isOfAResource() != resource.isPresent()) {
      throw new IllegalArgumentException(
          permission.word()
              + (permission.isOfAResource() ? " must name" : " cannot name")
              + " a resource");
    }
    if (filter.isPresent() && permission != Permission.DATASOURCES_READ) {
      throw new IllegalArgumentException("only DATASOURCES:READ can have a filter");
    }
    if (!fixedParameters.isEmpty() && permission != Permission.PIPES_READ) {
      throw new IllegalArgumentException("only PIPES:READ can have fixed parameters");
    }
  }

  /** Of a permission that names nothing. */
  public static Scope of(Permission permission) {
    return new Scope(permission, Optional.empty(), Optional.empty(), Map.of());
  }

  /** Of a data source or a pipe, without a filter. */
  public static Scope of(Permission permission, String resource) {
    return new Scope(permission, Optional.of(resource), Optional.empty(), Map.of());
  }

  /**
   * What is left of it when its data source or pipe is deleted: of one with a filter, a filter that
   * hides every row.
   */
  public Optional<Scope> closed() {
    return filter.isPresent()
        ? Optional.of(reading(resource.orElseThrow(), NO_ROW))
        : Optional.empty();
  }

  /** Reading a data source's rows that fulfil a condition. */
  public static Scope reading(String datasource, String filter) {
    return new Scope(
        Permission.DATASOURCES_READ, Optional.of(datasource), Optional.of(filter), Map.of());
  }
}
