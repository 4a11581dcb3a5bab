package dev.nightjar.server.route;

import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Map;

/**
 * Workspaces and branches as their administrators read them: the token is among it, but for the
 * main workspace's where the caller's can do less.
 */
final class WorkspaceJson {
  static final String USER_EMAIL = "local@localhost";

  private final Tokens tokens;
  private final Workspace main;

  WorkspaceJson(Tokens tokens, Workspace main) {
    this.tokens = tokens;
    this.main = main;
  }

  Map<String, Object> of(Caller caller, Workspace workspace) {
    return Json.object(
        "id", workspace.id(),
        "name", workspace.name(),
        "token", workspace.main() && caller instanceof Caller.Holder ? "" : tokens.of(workspace),
        "role", "admin",
        "plan", "local",
        "owner", main.id(),
        "main", workspace.parent().orElse(null),
        "is_branch", workspace.isBranch(),
        "current", workspace.main(),
        "created_at", Times.iso(workspace.createdAt()),
        "members", List.of(Json.object("id", main.id(), "email", USER_EMAIL, "role", "admin")));
  }
}
