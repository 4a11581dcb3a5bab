package dev.nightjar.server.route;

import dev.nightjar.project.Severity;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.deploy.Deployment;
import dev.nightjar.server.deploy.Feedback;
import dev.nightjar.server.deploy.FileError;
import dev.nightjar.server.deploy.Outcome;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.http.UploadedFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Builds and deployments. */
public final class DeployRoutes {
  private static final String PROJECT_FILE = "data_project://";

  private final Deployer deployer;
  private final boolean alwaysEnable;

  /**
   * @param alwaysEnable whether what tables lack is switched on without being asked for
   */
  public DeployRoutes(Deployer deployer, boolean alwaysEnable) {
    this.deployer = deployer;
    this.alwaysEnable = alwaysEnable;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.post("/v1/build", Access.WORKSPACE, this::build);
    api.post("/v1/deploy", Access.WORKSPACE, this::deploy);
    api.get("/v1/deployments", Access.WORKSPACE, this::list);
    api.get("/v1/deployments/{id}", Access.WORKSPACE, this::get);
    api.delete("/v1/deployments/{id}", Access.WORKSPACE, this::discard);
    api.post("/v1/deployments/{id}/set-live", Access.WORKSPACE, this::promote);
  }

  private static List<SourceFile> files(Exchange exchange) {
    List<UploadedFile> parts = exchange.parts();
    parts.forEach(DeployRoutes::requireNamed);
    return parts.stream()
        .filter(part -> part.field().equals(PROJECT_FILE))
        .map(part -> SourceFile.read(part.fileName(), part.content()))
        .toList();
  }

  /** A datafile in a part of another name would be deleted, as one that was left out. */
  private static void requireNamed(UploadedFile part) {
    boolean datafile = part.fileName().matches("(?is).*\\.(datasource|pipe|connection)");
    if (datafile && !part.field().startsWith("data_project")) {
      throw HttpProblem.badRequest(
          "The file `%s` came in a part named `%s`. Send the project's files in parts named `%s`."
              .formatted(part.fileName(), part.field(), PROJECT_FILE));
    }
  }

  private Answer build(Exchange exchange) {
    boolean connect = exchange.query().isTrue("with_connections");
    Outcome outcome =
        deployer.build(exchange.workspace(), files(exchange), connect, enable(exchange));
    boolean failed = outcome.result() == Outcome.Result.FAILED;
    Deployment deployment = outcome.deployment();
    Map<String, Object> build = Json.object("id", Long.toString(deployment.number()));
    build.putAll(deployment.names());
    build.put("feedback", feedback(deployment, false));
    build.put(
        "datasources",
        outcome.datasources().entrySet().stream()
            .map(entry -> Json.object("id", entry.getValue(), "name", entry.getKey()))
            .toList());
    build.put("data_linkers", outcome.backfills().stream().map(DeployRoutes::linker).toList());
    // "no_changes" is a failure to one of the clients: success with empty lists says the same
    return Answer.ok(
        Json.object(
            "result", failed ? "failed" : "success", "errors", errors(deployment), "build", build));
  }

  private static Map<String, Object> linker(Outcome.Backfill backfill) {
    return Json.object(
        "service", "dynamodb",
        "datasource_id", backfill.datasourceId(),
        "settings", Map.of("initial_export_arn", backfill.exportArn()));
  }

  private Answer deploy(Exchange exchange) {
    Parameters query = exchange.query();
    Deployer.Rights rights =
        new Deployer.Rights(query.isTrue("allow_destructive_operations"), enable(exchange));
    List<SourceFile> files = files(exchange);
    Outcome outcome;
    if (query.isTrue("check")) {
      outcome = deployer.check(exchange.workspace(), files, rights);
    } else if (query.isTrue("auto_promote")) {
      outcome = deployer.deploy(exchange.workspace(), files, rights, over(query));
    } else {
      outcome = deployer.stage(exchange.workspace(), files, rights);
    }
    Deployment deployment = outcome.deployment();
    Map<String, Object> json = json(deployment, false);
    json.put("errors", errors(deployment));
    return Answer.ok(
        Json.object(
            "result", outcome.result().name().toLowerCase(Locale.ROOT),
            "deployment", json,
            "errors", errors(deployment)));
  }

  private Answer list(Exchange exchange) {
    boolean deleted = exchange.query().isTrue("include_deleted");
    return Answer.ok(
        Json.object(
            "deployments",
            deployer.deployments().list(exchange.workspace()).stream()
                .filter(each -> deleted || each.status() != Deployment.Status.DELETED)
                .map(each -> polled(each))
                .toList()));
  }

  private Answer get(Exchange exchange) {
    return one(deployer.require(exchange.workspace(), number(exchange)));
  }

  private Answer discard(Exchange exchange) {
    return one(deployer.discard(exchange.workspace(), number(exchange)));
  }

  private Answer promote(Exchange exchange) {
    return one(deployer.promote(exchange.workspace(), number(exchange), enable(exchange)));
  }

  private boolean enable(Exchange exchange) {
    return alwaysEnable || exchange.query().isTrue("enable");
  }

  private static Answer one(Deployment deployment) {
    return Answer.ok(Json.object("result", "success", "deployment", polled(deployment)));
  }

  /** The deployment that a client has seen as the live one, and wants to replace. */
  private static OptionalLong over(Parameters query) {
    return query
        .first("over")
        .map(text -> {
          if (!text.matches("[0-9]{1,18}")) {
            throw HttpProblem.badRequest("over: `" + text + "` is no number of a deployment.");
          }
          return OptionalLong.of(Long.parseLong(text));
        })
        .orElseGet(OptionalLong::empty);
  }

  private static long number(Exchange exchange) {
    String id = exchange.path("id");
    if (!id.matches("[0-9]{1,18}")) {
      throw HttpProblem.notFound("There is no deployment " + id + ".");
    }
    return Long.parseLong(id);
  }

  /** As clients poll it: errors are plain lines there, and are among the feedback too. */
  private static Map<String, Object> polled(Deployment deployment) {
    Map<String, Object> json = json(deployment, true);
    json.put("errors", deployment.errors().stream().map(FileError::error).toList());
    return json;
  }

  private static Map<String, Object> json(Deployment deployment, boolean errorsAsFeedback) {
    Map<String, Object> json =
        Json.object(
            "id", Long.toString(deployment.number()),
            "status", deployment.status().code(),
            "live", deployment.live(),
            "created_at", Times.iso(deployment.createdAt()),
            "updated_at", Times.iso(deployment.updatedAt()),
            "feedback", feedback(deployment, errorsAsFeedback));
    json.putAll(deployment.names());
    return json;
  }

  private static List<Map<String, Object>> feedback(Deployment deployment, boolean errors) {
    return deployment.feedback().stream()
        .filter(each -> errors || each.level() != Severity.ERROR)
        .map(Feedback::toJson)
        .toList();
  }

  private static List<Map<String, Object>> errors(Deployment deployment) {
    return deployment.errors().stream().map(FileError::toJson).toList();
  }
}
