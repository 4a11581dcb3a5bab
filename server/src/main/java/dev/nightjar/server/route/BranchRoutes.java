package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.tables.PartitionCopies.Which;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /v0/environments} and {@code /v1/environments}: the branches of a workspace. A branch is
 * there when it is answered, with the rows that were asked for, so the job that clients wait for is
 * done.
 */
public final class BranchRoutes implements JobSource {
  private static final String PREFIX = "branch-";

  private final Workspaces workspaces;
  private final Provisioning provisioning;
  private final BranchData data;
  private final WorkspaceJson json;

  /** What branches that were made since the start began with, by their ids. */
  private final Map<String, List<Map<String, Object>>> brought = new ConcurrentHashMap<>();

  public BranchRoutes(
      Workspaces workspaces,
      Workspace main,
      Tokens tokens,
      Provisioning provisioning,
      BranchData data) {
    this.workspaces = workspaces;
    this.provisioning = provisioning;
    this.data = data;
    this.json = new WorkspaceJson(tokens, main);
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    for (String version : List.of("/v0", "/v1")) {
      String path = version + "/environments";
      api.get(path, Access.WORKSPACE, this::list);
      api.post(path, Access.WORKSPACE, this::create);
      api.get(path + "/{name}", Access.WORKSPACE, this::get);
      api.delete(path + "/{name}", Access.WORKSPACE, this::delete);
    }
  }

  /** With a branch's own token its workspace's are meant. */
  private Workspace parent(Exchange exchange) {
    Workspace workspace = exchange.workspace();
    return workspace.parent().flatMap(workspaces::byId).orElse(workspace);
  }

  private Answer list(Exchange exchange) {
    // a branch's token is not told those of the others
    List<Workspace> branches =
        exchange.workspace().isBranch()
            ? List.of(exchange.workspace())
            : workspaces.branches(exchange.workspace());
    return Answer.ok(
        Json.object(
            "environments",
            branches.stream().map(each -> json.of(exchange.caller(), each)).toList()));
  }

  private Answer create(Exchange exchange) {
    String name =
        exchange
            .parameters()
            .first("name")
            .filter(text -> text.matches("[A-Za-z0-9_]{1,200}"))
            .orElseThrow(() ->
                HttpProblem.badRequest(
                    "The branch needs a name of letters, digits and underscores: send name=…."));
    if (exchange.workspace().isBranch()) {
      throw HttpProblem.forbidden(
          "Branches are made with the token of the workspace, not with a branch's.");
    }
    Optional<Which> which = BranchData.asked(exchange.parameters().first("data").orElse(""));
    Workspace branch = provisioning.branch(exchange.workspace(), name);
    which.ifPresent(partitions -> fill(exchange.workspace(), branch, partitions));
    return Answer.ok(
        Json.object(
            "job",
            withUrl(exchange, job(branch)),
            "workspace",
            json.of(exchange.caller(), branch)));
  }

  /** A branch that did not get what was asked for is none. */
  private void fill(Workspace parent, Workspace branch, Which which) {
    brought.keySet().retainAll(workspaces.all().stream().map(Workspace::id).toList());
    try {
      brought.put(branch.id(), data.bring(parent, branch, which));
    } catch (RuntimeException e) {
      provisioning.delete(branch);
      throw e;
    }
  }

  private Answer get(Exchange exchange) {
    return Answer.ok(json.of(exchange.caller(), require(exchange)));
  }

  private Answer delete(Exchange exchange) {
    Workspace branch = require(exchange);
    provisioning.delete(branch);
    return Answer.ok(Json.object("id", branch.id(), "name", branch.name()));
  }

  private Workspace require(Exchange exchange) {
    String name = exchange.path("name");
    return find(parent(exchange), name)
        .filter(branch ->
            !exchange.workspace().isBranch() || branch.id().equals(exchange.workspace().id()))
        .orElseThrow(() -> HttpProblem.notFound("There is no branch '" + name + "'."));
  }

  private Optional<Workspace> find(Workspace parent, String nameOrId) {
    return workspaces.branches(parent).stream()
        .filter(branch -> branch.name().equals(nameOrId) || branch.id().equals(nameOrId))
        .findFirst();
  }

  /** The making of each branch that there is. */
  @Override
  public List<Map<String, Object>> list(Workspace workspace) {
    return workspaces.branches(workspace).stream().map(this::job).toList();
  }

  private static Map<String, Object> withUrl(Exchange exchange, Map<String, Object> job) {
    job.put("job_url", JobJson.url(exchange, (String) job.get("id")));
    return job;
  }

  private Map<String, Object> job(Workspace branch) {
    String id = PREFIX + branch.id();
    List<Map<String, Object>> partitions = brought.getOrDefault(branch.id(), List.of());
    return Json.object(
        "id",
        id,
        "job_id",
        id,
        "kind",
        "create_branch",
        "status",
        "done",
        "created_at",
        Times.micros(branch.createdAt()),
        "updated_at",
        Times.micros(branch.createdAt()),
        "partitions",
        partitions,
        "result",
        Json.object("partitions", partitions));
  }
}
