package dev.nightjar.server.service;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A job as it is at a moment: a row of {@code tinybird.jobs_log}.
 *
 * @param workspaceId the workspace's
 * @param id the job's
 * @param kind {@code import}, {@code copy}, {@code delete_data}, {@code populateview}, {@code
 *     deployment} …
 * @param status {@code waiting}, {@code working}, {@code done}, {@code error}, {@code cancelled}
 * @param error why it failed, in words that a user may read
 * @param pipeId the pipe that it runs
 * @param datasourceId the data source that it writes to
 * @param createdAt when it was asked for
 * @param startedAt when its work began
 * @param updatedAt when it got to this state
 * @param metadata what else is worth knowing; no secrets
 */
public record JobState(
    String workspaceId,
    String id,
    String kind,
    String status,
    Optional<String> error,
    Optional<String> pipeId,
    Optional<String> datasourceId,
    Instant createdAt,
    Optional<Instant> startedAt,
    Instant updatedAt,
    Map<String, String> metadata) {

  /** Copies the map. */
  public JobState {
    metadata = Map.copyOf(metadata);
  }
}
