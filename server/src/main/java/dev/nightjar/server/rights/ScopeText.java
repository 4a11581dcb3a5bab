package dev.nightjar.server.rights;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Scopes as Tinybird's Token API writes them in one text: {@code ADMIN}, {@code
 * PIPES:READ:top_products}, {@code DATASOURCES:READ:orders:region = 'eu'}. Fixed parameters have no
 * place in it.
 */
public final class ScopeText {
  /** The longest filter, in characters. */
  public static final int LONGEST_FILTER = 8192;

  private static final Pattern RESOURCE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,127}");
  private static final int SHOWN = 60;

  /** Longer words first: no word is taken for the beginning of another. */
  private static final List<Permission> PERMISSIONS =
      Arrays.stream(Permission.values())
          .sorted(Comparator.comparingInt((Permission each) -> each.word().length()).reversed())
          .toList();

  private ScopeText() {}

  /**
   * Reads one scope.
   *
   * @throws InvalidScopeException when it is none
   */
  public static Scope parse(String text) {
    String scope = text.strip();
    Permission permission = permission(scope);
    if (scope.length() == permission.word().length()) {
      return of(permission, Optional.empty(), Optional.empty(), Map.of());
    }
    String rest = scope.substring(permission.word().length() + 1);
    int colon = rest.indexOf(':');
    if (colon < 0) {
      return of(permission, Optional.of(rest), Optional.empty(), Map.of());
    }
    return of(
        permission,
        Optional.of(rest.substring(0, colon)),
        Optional.of(rest.substring(colon + 1)),
        Map.of());
  }

  /**
   * Puts a scope together.
   *
   * @param resource the data source or pipe
   * @param filter a condition of SQL; never empty text
   * @param fixedParameters values that the caller cannot change
   * @throws InvalidScopeException when they do not go together
   */
  public static Scope of(
      Permission permission,
      Optional<String> resource,
      Optional<String> filter,
      Map<String, List<String>> fixedParameters) {
    String word = permission.word();
    if (!permission.isOfAResource() && resource.isPresent()) {
      throw new InvalidScopeException("The scope " + word + " names nothing: write it alone.");
    }
    if (permission.isOfAResource() && resource.filter(name -> !name.isEmpty()).isEmpty()) {
      throw new InvalidScopeException(
          "The scope " + word + " is of one " + thing(permission) + ": write " + word + ":name.");
    }
    if (resource.isPresent() && !RESOURCE.matcher(resource.get()).matches()) {
      throw new InvalidScopeException(
          "'"
              + shown(resource.get())
              + "' is no name of a "
              + thing(permission)
              + ": letters, digits and underscores, not beginning with a digit.");
    }
    if (filter.isPresent()) {
      requireFilter(permission, resource.orElse(""), filter.get());
    }
    if (!fixedParameters.isEmpty() && permission != Permission.PIPES_READ) {
      throw new InvalidScopeException(
          "Only PIPES:READ can have fixed parameters, and " + word + " has some.");
    }
    return new Scope(permission, resource, filter, fixedParameters);
  }

  /**
   * The permission of a word.
   *
   * @throws InvalidScopeException when it is none
   */
  public static Permission ofWord(String word) {
    return Permission.ofWord(word).orElseThrow(() -> unknown(word));
  }

  /** A scope as text; without its fixed parameters, which have no place there. */
  public static String of(Scope scope) {
    return scope.permission().word()
        + scope.resource().map(name -> ":" + name).orElse("")
        + scope.filter().map(filter -> ":" + filter).orElse("");
  }

  private static void requireFilter(Permission permission, String resource, String filter) {
    if (permission == Permission.PIPES_READ) {
      throw new InvalidScopeException(
          "Pipes have no filter: give the token a filter on the data sources that '"
              + resource
              + "' reads (DATASOURCES:READ:name:condition), or fixed_params in a JWT.");
    }
    if (permission != Permission.DATASOURCES_READ) {
      throw new InvalidScopeException(
          "Only DATASOURCES:READ can have a filter, and " + permission.word() + " has one.");
    }
    if (filter.isBlank()) {
      throw new InvalidScopeException(
          "The filter of DATASOURCES:READ:"
              + resource
              + " is empty. Write a condition, or leave the last colon out to let all rows be"
              + " read.");
    }
    if (filter.length() > LONGEST_FILTER) {
      throw new InvalidScopeException(
          "The filter of DATASOURCES:READ:"
              + resource
              + " has "
              + filter.length()
              + " characters, and may have "
              + LONGEST_FILTER
              + ".");
    }
  }

  private static Permission permission(String scope) {
    return PERMISSIONS.stream()
        .filter(each -> scope.equals(each.word()) || scope.startsWith(each.word() + ":"))
        .findFirst()
        .orElseThrow(() -> unknown(scope));
  }

  private static InvalidScopeException unknown(String scope) {
    String all =
        Arrays.stream(Permission.values())
            .map(each -> each.word() + (each.isOfAResource() ? ":name" : ""))
            .collect(Collectors.joining(", "));
    return new InvalidScopeException(
        scope.isEmpty()
            ? "A scope is empty. It is one of " + all + "."
            : "'" + shown(scope) + "' is no scope. It is one of " + all + ".");
  }

  private static String thing(Permission permission) {
    return permission.word().startsWith("PIPES") ? "pipe" : "data source";
  }

  private static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean;
  }
}
