package dev.nightjar.server.route;

import dev.nightjar.project.NodeType;
import dev.nightjar.server.copy.Copies;
import dev.nightjar.server.copy.CopyPipe;
import dev.nightjar.server.copy.CopySchedule;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.rights.Permission;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v0/pipes/NAME/copy}: runs a copy pipe, cancels its run, pauses and resumes its schedule.
 */
public final class CopyRoutes {
  private final LiveSets liveSets;
  private final Copies copies;
  private final CopySchedule schedule;
  private final Jobs jobs;

  public CopyRoutes(LiveSets liveSets, Copies copies, CopySchedule schedule, Jobs jobs) {
    this.liveSets = liveSets;
    this.copies = copies;
    this.schedule = schedule;
    this.jobs = jobs;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.post("/v0/pipes/{name}/copy", Access.SCOPED, this::run);
    api.post("/v0/pipes/{name}/copy/pause", Access.SCOPED, exchange -> pause(exchange, true));
    api.post("/v0/pipes/{name}/copy/resume", Access.SCOPED, exchange -> pause(exchange, false));
    api.post("/v0/pipes/{name}/copy/cancel", Access.SCOPED, this::cancel);
  }

  private CopyPipe pipe(Exchange exchange) {
    exchange.require(Permission.ADMIN);
    return CopyPipe.of(liveSets.of(exchange.workspace()), exchange.path("name"));
  }

  private Answer run(Exchange exchange) {
    CopyPipe pipe = pipe(exchange);
    Parameters parameters = exchange.parameters();
    Optional<NodeType.CopyMode> mode = parameters.first("_mode").map(CopyRoutes::mode);
    Job job = copies.run(exchange.workspace(), pipe, parameters, mode);
    Map<String, Object> json = JobJson.of(exchange, job);
    return Answer.ok(
        Json.object(
            "id", pipe.resource().id(),
            "name", pipe.resource().name(),
            "type", "copy",
            "job", json,
            "tags", Json.object("copy_target_datasource", pipe.target().id())));
  }

  private static NodeType.CopyMode mode(String word) {
    return Arrays.stream(NodeType.CopyMode.values())
        .filter(each -> each.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> HttpProblem.badRequest("_mode can be append or replace."));
  }

  private Answer pause(Exchange exchange, boolean paused) {
    CopyPipe pipe = pipe(exchange);
    schedule.pause(exchange.workspace(), pipe, paused);
    return Answer.ok(
        Json.object(
            "id", pipe.resource().id(),
            "name", pipe.resource().name(),
            "schedule", Json.object("status", paused ? "shutdown" : "running")));
  }

  private Answer cancel(Exchange exchange) {
    CopyPipe pipe = pipe(exchange);
    Job job =
        jobs.unfinished(exchange.workspace(), Job.Kind.COPY, pipe.resource().name())
            .orElseThrow(() ->
                HttpProblem.conflict(
                    "The pipe '" + pipe.resource().name() + "' is not being copied."));
    return Answer.ok(JobJson.of(exchange, jobs.cancel(exchange.workspace(), job.id())));
  }
}
