package dev.nightjar.server.route;

import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.FilterCheck;
import dev.nightjar.server.query.SqlRefusedException;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import java.util.List;

/** Whether a caller may give a token some scopes, and whether they mean something. */
public final class ScopeChecks {
  private final LiveSets liveSets;
  private final FilterCheck filters;

  public ScopeChecks(LiveSets liveSets, FilterCheck filters) {
    this.liveSets = liveSets;
    this.filters = filters;
  }

  /**
   * Lets scopes pass, or not: nobody but an administrator gives all rights, filters are conditions,
   * and what a scope names is there.
   *
   * @throws HttpProblem 400 or 403, with what is wrong
   */
  void check(Exchange exchange, List<Scope> scopes) {
    LiveSet live = liveSets.of(exchange.workspace());
    for (Scope scope : scopes) {
      if (scope.permission() == Permission.ADMIN && !exchange.rights().areAll()) {
        throw HttpProblem.forbidden(
            "A token with the scope ADMIN is made by a token with the scope ADMIN.");
      }
      scope.resource().ifPresent(name -> requireDeployed(live, scope.permission(), name));
      scope.filter().ifPresent(filter -> requireCondition(exchange, scope, filter));
    }
  }

  /** The same of a JWT, which may name what is deployed later. */
  void checkConditions(Exchange exchange, List<Scope> scopes) {
    scopes.forEach(
        scope -> scope.filter().ifPresent(filter -> requireCondition(exchange, scope, filter)));
  }

  /**
   * Goes on only where the caller may read all rows of a data source.
   *
   * @throws HttpProblem 403 otherwise
   */
  static void requireAllRows(Exchange exchange, String datasource) {
    exchange.require(Permission.DATASOURCES_READ, datasource);
    if (exchange.rights().filter(datasource).isPresent()) {
      throw HttpProblem.forbidden(
          "A condition on rows needs a token that reads all rows of '"
              + datasource
              + "'; this one has a filter.");
    }
  }

  private static void requireDeployed(LiveSet live, Permission permission, String name) {
    boolean pipe = permission.word().startsWith("PIPES");
    if (live.find(pipe ? FileKind.PIPE : FileKind.DATASOURCE, name).isEmpty()) {
      throw HttpProblem.badRequest(
          "There is no "
              + (pipe ? "pipe" : "data source")
              + " '"
              + name
              + "' in this workspace that a token could be for.");
    }
  }

  private void requireCondition(Exchange exchange, Scope scope, String filter) {
    try {
      filters.check(exchange.workspace(), scope.resource().orElseThrow(), filter);
    } catch (SqlRefusedException e) {
      throw HttpProblem.badRequest("The filter cannot be used: " + e.getMessage());
    }
  }
}
