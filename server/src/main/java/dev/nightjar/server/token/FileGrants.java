package dev.nightjar.server.token;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Problem;
import dev.nightjar.project.Project;
import dev.nightjar.project.TokenGrant;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the {@code TOKEN} lines of a project's files give.
 *
 * @param byToken the scopes of each token, by its name
 */
public record FileGrants(SortedMap<String, List<Scope>> byToken) {

  /** Reads them. */
  public static FileGrants of(Project project) {
    SortedMap<String, List<Scope>> byToken = new TreeMap<>();
    for (DatasourceFile file : project.datasources().values()) {
      for (TokenGrant grant : file.tokens()) {
        Permission permission =
            switch (grant.permission()) {
              case READ -> Permission.DATASOURCES_READ;
              case APPEND -> Permission.DATASOURCES_APPEND;
            };
        add(byToken, grant, Scope.of(permission, file.name()));
      }
    }
    for (PipeFile file : project.pipes().values()) {
      for (TokenGrant grant : file.tokens()) {
        add(byToken, grant, Scope.of(Permission.PIPES_READ, file.name()));
      }
    }
    return new FileGrants(byToken);
  }

  /** What is wrong with the names. */
  public static List<Problem> problems(Project project) {
    return Stream.concat(
            project.datasources().values().stream().flatMap(file -> file.tokens().stream()),
            project.pipes().values().stream().flatMap(file -> file.tokens().stream()))
        .flatMap(grant ->
            TokenName.refusal(grant.token())
                .map(refusal -> Problem.error(grant.position(), refusal))
                .stream())
        .toList();
  }

  /**
   * What a deployment changes, as {@code tb} reads it: {@code [{token_name, change_type,
   * permission_changes: {added_permissions, removed_permissions}}]}.
   */
  public List<Map<String, Object>> changesSince(FileGrants before) {
    SortedSet<String> names = new TreeSet<>(byToken.keySet());
    names.addAll(before.byToken.keySet());
    List<Map<String, Object>> changes = new ArrayList<>();
    for (String name : names) {
      List<Scope> now = byToken.getOrDefault(name, List.of());
      List<Scope> then = before.byToken.getOrDefault(name, List.of());
      List<Map<String, Object>> added = permissions(now, then);
      List<Map<String, Object>> removed = permissions(then, now);
      if (!added.isEmpty() || !removed.isEmpty()) {
        changes.add(
            Json.object(
                "token_name",
                name,
                "change_type",
                then.isEmpty() ? "new" : now.isEmpty() ? "deleted" : "modified",
                "permission_changes",
                Json.object("added_permissions", added, "removed_permissions", removed)));
      }
    }
    return changes;
  }

  private static List<Map<String, Object>> permissions(List<Scope> of, List<Scope> without) {
    return of.stream()
        .filter(scope -> !without.contains(scope))
        .map(scope ->
            Json.object(
                "resource_name", scope.resource().orElse(""),
                "resource_type",
                    scope.permission() == Permission.PIPES_READ ? "pipe" : "datasource",
                "permission", scope.permission().word()))
        .toList();
  }

  private static void add(SortedMap<String, List<Scope>> byToken, TokenGrant grant, Scope scope) {
    List<Scope> scopes = byToken.computeIfAbsent(grant.token(), name -> new ArrayList<>());
    if (!scopes.contains(scope)) {
      scopes.add(scope);
    }
  }
}
