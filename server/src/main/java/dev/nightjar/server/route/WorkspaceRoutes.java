package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workspaces, as the clients' local mode makes, lists and deletes them. */
public final class WorkspaceRoutes {
  private final Workspaces workspaces;
  private final Workspace main;
  private final Provisioning provisioning;
  private final WorkspaceJson json;

  public WorkspaceRoutes(
      Workspaces workspaces, Workspace main, Tokens tokens, Provisioning provisioning) {
    this.workspaces = workspaces;
    this.main = main;
    this.provisioning = provisioning;
    this.json = new WorkspaceJson(tokens, main);
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v1/workspace", Access.SCOPED, this::current);
    api.get("/v0/workspace", Access.SCOPED, this::current);
    api.get("/v1/user/workspaces", Access.ANY_TOKEN, this::list);
    api.get("/v0/user/workspaces", Access.ANY_TOKEN, this::list);
    api.get("/v1/workspaces", Access.ANY_TOKEN, this::list);
    for (String version : List.of("/v0", "/v1")) {
      api.post(version + "/workspaces", Access.ANY_TOKEN, this::create);
      api.delete(version + "/workspaces/{id}", Access.ANY_TOKEN, this::delete);
    }
    api.get("/v0/organizations/{id}", Access.ANY_TOKEN, this::organization);
    api.get("/v0/auth", Access.ANY_TOKEN, WorkspaceRoutes::auth);
  }

  private static Answer auth(Exchange exchange) {
    return Answer.ok(
        Json.object("is_valid", true, "is_user", exchange.caller() instanceof Caller.User));
  }

  private Answer current(Exchange exchange) {
    Workspace workspace = exchange.workspace();
    Map<String, Object> json =
        Json.object(
            "id", workspace.id(),
            "name", workspace.name(),
            "user_id", main.id(),
            "user_email", WorkspaceJson.USER_EMAIL,
            // its absence tells clients that the token is no administrator's
            "scope", exchange.rights().areAll() ? "admin" : null,
            "main", workspace.parent().orElse(null),
            "is_branch", workspace.isBranch(),
            "created_at", Times.iso(workspace.createdAt()));
    return Answer.ok(json);
  }

  private Answer list(Exchange exchange) {
    List<Workspace> visible =
        switch (exchange.caller()) {
          case Caller.User _ -> workspaces.all();
          case Caller.Admin(Workspace own) when own.main() -> workspaces.all();
          case Caller.Admin(Workspace own) -> withBranches(own);
          case Caller.Holder holder ->
              holder.rights().areAll() ? List.of(holder.workspace()) : List.of();
          case Caller.Anonymous _ -> List.of();
        };
    boolean branchesToo = exchange.query().isTrue("with_environments");
    boolean branchesOnly = exchange.query().isTrue("only_environments");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", main.id());
    answer.put("organization_id", main.id());
    answer.put("organization_name", main.name());
    answer.put(
        "workspaces",
        visible.stream()
            .filter(each -> each.isBranch() ? branchesToo || branchesOnly : !branchesOnly)
            .map(each -> json.of(exchange.caller(), each))
            .toList());
    return Answer.ok(answer);
  }

  /** The server is one organization, with the main workspace's id and name. */
  private Answer organization(Exchange exchange) {
    if (!exchange.path("id").equals(main.id())) {
      throw HttpProblem.notFound("There is no organization '" + exchange.path("id") + "'.");
    }
    return Answer.ok(Json.object("id", main.id(), "name", main.name()));
  }

  /** Clients look for a branch with the token of its workspace, and for themselves in it. */
  private List<Workspace> withBranches(Workspace own) {
    return workspaces.all().stream()
        .filter(each -> each.id().equals(own.id()) || each.parent().equals(Optional.of(own.id())))
        .toList();
  }

  private Answer create(Exchange exchange) {
    requireOwner(exchange);
    Parameters parameters = exchange.parameters();
    String name =
        parameters
            .first("name")
            .filter(text -> text.matches("[A-Za-z0-9_]{1,200}"))
            .orElseThrow(() ->
                HttpProblem.badRequest(
                    "The workspace needs a name of letters, digits and underscores: send name=…."));
    return Answer.ok(json.of(exchange.caller(), provisioning.workspace(name)));
  }

  private Answer delete(Exchange exchange) {
    requireOwner(exchange);
    String id = exchange.path("id");
    Workspace workspace =
        workspaces
            .byId(id)
            .orElseThrow(() -> HttpProblem.notFound("There is no workspace " + id + "."));
    if (workspace.main()) {
      throw HttpProblem.badRequest("The main workspace cannot be deleted.");
    }
    provisioning.delete(workspace);
    return Answer.ok(Json.object("id", workspace.id(), "name", workspace.name()));
  }

  private static void requireOwner(Exchange exchange) {
    boolean owner =
        switch (exchange.caller()) {
          case Caller.User _ -> true;
          case Caller.Admin(Workspace workspace) -> workspace.main();
          case Caller.Holder _, Caller.Anonymous _ -> false;
        };
    if (!owner) {
      throw HttpProblem.forbidden("Workspaces are made and deleted with the user's token.");
    }
  }
}
