package dev.nightjar.server.route;

import dev.nightjar.server.deploy.Deployer;
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
import java.util.function.Consumer;

/** Workspaces, as the clients' local mode makes, lists and deletes them. */
public final class WorkspaceRoutes {
  private static final String USER_EMAIL = "local@localhost";

  private final Workspaces workspaces;
  private final Workspace main;
  private final Tokens tokens;
  private final Deployer deployer;
  private final Consumer<Workspace> forget;

  /**
   * @param forget removes what else is kept of a workspace that is deleted
   */
  public WorkspaceRoutes(
      Workspaces workspaces,
      Workspace main,
      Tokens tokens,
      Deployer deployer,
      Consumer<Workspace> forget) {
    this.workspaces = workspaces;
    this.main = main;
    this.tokens = tokens;
    this.deployer = deployer;
    this.forget = forget;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v1/workspace", Access.SCOPED, this::current);
    api.get("/v0/workspace", Access.SCOPED, this::current);
    api.get("/v1/user/workspaces", Access.ANY_TOKEN, this::list);
    api.get("/v0/user/workspaces", Access.ANY_TOKEN, this::list);
    api.get("/v1/workspaces", Access.ANY_TOKEN, this::list);
    api.post("/v1/workspaces", Access.ANY_TOKEN, this::create);
    api.delete("/v1/workspaces/{id}", Access.ANY_TOKEN, this::delete);
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
            "user_email", USER_EMAIL,
            // its absence tells clients that the token is no administrator's
            "scope", exchange.rights().areAll() ? "admin" : null,
            "main", null,
            "created_at", Times.iso(workspace.createdAt()));
    return Answer.ok(json);
  }

  private Answer list(Exchange exchange) {
    List<Workspace> visible =
        switch (exchange.caller()) {
          case Caller.User _ -> workspaces.all();
          case Caller.Admin(Workspace own) when own.main() -> workspaces.all();
          case Caller.Admin(Workspace own) -> List.of(own);
          case Caller.Holder holder ->
              holder.rights().areAll() ? List.of(holder.workspace()) : List.of();
          case Caller.Anonymous _ -> List.of();
        };
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", main.id());
    json.put("organization_id", main.id());
    json.put("organization_name", main.name());
    json.put("workspaces", visible.stream().map(this::json).toList());
    return Answer.ok(json);
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
    if (workspaces.byName(name).isPresent()) {
      throw HttpProblem.conflict("There is a workspace '" + name + "' already.");
    }
    Workspace workspace = workspaces.create(name);
    try {
      deployer.begin(workspace);
    } catch (RuntimeException e) {
      workspaces.delete(workspace);
      throw e;
    }
    tokens.add(workspace);
    return Answer.ok(json(workspace));
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
    deployer.clear(workspace);
    forget.accept(workspace);
    tokens.remove(workspace);
    workspaces.delete(workspace);
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

  private Map<String, Object> json(Workspace workspace) {
    return Json.object(
        "id", workspace.id(),
        "name", workspace.name(),
        "token", tokens.of(workspace),
        "role", "admin",
        "plan", "local",
        "owner", main.id(),
        "main", null,
        "is_branch", false,
        "current", workspace.main(),
        "created_at", Times.iso(workspace.createdAt()),
        "members", List.of(Json.object("id", main.id(), "email", USER_EMAIL, "role", "admin")));
  }
}
