package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.intake.Target;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.ConditionCheck;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.tables.RowDeletion;
import java.time.Duration;
import java.util.Map;

/** Deletes rows of data sources: all of them, or those that fulfil a condition. */
public final class RowRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final LiveSets liveSets;
  private final Jobs jobs;
  private final ConditionCheck conditions;
  private final RowDeletion deletion;

  public RowRoutes(LiveSets liveSets, Jobs jobs, ConditionCheck conditions, RowDeletion deletion) {
    this.liveSets = liveSets;
    this.jobs = jobs;
    this.conditions = conditions;
    this.deletion = deletion;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.post("/v0/datasources/{name}/truncate", Access.SCOPED, this::truncate);
    api.post("/v0/datasources/{name}/delete", Access.SCOPED, this::delete);
    api.post("/v1/datasources/{name}/delete", Access.SCOPED, this::deleteAndCount);
  }

  private Target target(Exchange exchange) {
    exchange.require(Permission.DATASOURCES_CREATE);
    Target target =
        Target.of(exchange.workspace(), liveSets.of(exchange.workspace()), exchange.path("name"));
    if (target.isMirrored()) {
      throw target.refusal();
    }
    return target;
  }

  /** How many rows fulfil a condition, or that it fails on one, tells what is in them. */
  private Target readable(Exchange exchange) {
    Target target = target(exchange);
    ScopeChecks.requireAllRows(exchange, target.name());
    return target;
  }

  private Answer truncate(Exchange exchange) {
    Target target = target(exchange);
    deletion.truncate(target.workspace(), target.resource());
    return Answer.ok(Json.object("datasource", Json.object("name", target.name())));
  }

  private Answer delete(Exchange exchange) {
    Target target = readable(exchange);
    Parameters parameters = exchange.parameters();
    String condition = condition(parameters);
    long rows = conditions.count(target.workspace(), target.name(), condition);
    if (parameters.isTrue("dry_run")) {
      return Answer.ok(Json.object("rows_to_be_deleted", rows, "delete_condition", condition));
    }
    return Answer.ok(JobJson.of(exchange, submit(target, condition, rows)));
  }

  private Answer deleteAndCount(Exchange exchange) {
    Target target = readable(exchange);
    Parameters parameters = exchange.parameters();
    String condition = condition(parameters);
    long rows = conditions.count(target.workspace(), target.name(), condition);
    Job job = submit(target, condition, rows);
    if (!parameters.isTrue("wait")) {
      return Answer.ok(JobJson.of(exchange, job));
    }
    Job done = jobs.await(target.workspace(), job, PATIENCE);
    if (done.status() == Job.Status.ERROR || done.status() == Job.Status.CANCELLED) {
      throw Jobs.failure(done, "The deletion was cancelled.");
    }
    Map<String, Object> json = JobJson.of(exchange, done);
    json.putIfAbsent("rows_affected", rows);
    json.put("mutation", Map.of());
    return Answer.ok(json);
  }

  private Job submit(Target target, String condition, long rows) {
    return jobs.submit(
        target.workspace(),
        Job.Kind.DELETE_DATA,
        target.name(),
        Json.object(
            "delete_id", target.resource().id(),
            "delete_condition", condition,
            "rows_to_be_deleted", rows,
            "datasource_id", target.resource().id(),
            "datasource", Json.object("id", target.resource().id(), "name", target.name())),
        () -> {
          long deleted =
              deletion.delete(
                  target.workspace(),
                  target.resource(),
                  condition,
                  () -> conditions.count(target.workspace(), target.name(), condition));
          return Json.object("rows_affected", deleted);
        },
        () -> {});
  }

  private static String condition(Parameters parameters) {
    return parameters
        .first("delete_condition")
        .filter(text -> !text.isBlank())
        .orElseThrow(() ->
            HttpProblem.badRequest(
                "Say which rows: delete_condition=…, an expression over the data source's columns. To delete all rows, truncate it."));
  }
}
