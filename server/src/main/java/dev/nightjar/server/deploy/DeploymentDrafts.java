package dev.nightjar.server.deploy;

import dev.nightjar.project.Severity;
import dev.nightjar.server.token.FileGrants;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts together what is told of a deployment, whatever became of it. */
final class DeploymentDrafts {
  private final Deployments deployments;
  private final Clock clock;

  DeploymentDrafts(Deployments deployments, Clock clock) {
    this.deployments = deployments;
    this.clock = clock;
  }

  /** One that goes well. */
  Deployment of(long number, boolean live, Plan plan, Names names, List<Feedback> feedback) {
    Instant now = clock.instant();
    Map<String, Object> json = names.toJson();
    json.put(
        "token_changes",
        FileGrants.of(plan.project()).changesSince(FileGrants.of(plan.live().project())));
    return new Deployment(
        number, Deployment.Status.DATA_READY, live, json, feedback, List.of(), now, now);
  }

  /** One that failed. */
  Deployment failed(Workspace workspace, Plan plan, List<FileError> errors) {
    Instant now = clock.instant();
    List<Feedback> feedback = new ArrayList<>();
    errors.forEach(e -> feedback.add(new Feedback(Severity.ERROR, e.filename(), e.error())));
    feedback.addAll(Feedbacks.warnings(plan));
    return new Deployment(
        deployments.next(workspace),
        Deployment.Status.FAILED,
        false,
        Names.NONE.toJson(),
        feedback,
        errors,
        now,
        now);
  }

  /** The live one, of which nothing would change. */
  Deployment unchanged(Workspace workspace, Plan plan) {
    Deployment live = deployments.list(workspace).getFirst();
    return new Deployment(
        live.number(),
        live.status(),
        live.live(),
        Names.NONE.toJson(),
        Feedbacks.warnings(plan),
        List.of(),
        live.createdAt(),
        live.updatedAt());
  }
}
