package dev.nightjar.server.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One operation on one data source: a row of {@code tinybird.datasources_ops_log}.
 *
 * @param workspaceId the workspace's
 * @param type what was done
 * @param datasourceId the data source's
 * @param datasourceName its name then
 * @param began when it began
 * @param elapsed how long it took
 * @param error why it failed, in words that a user may read; empty where it did not
 * @param jobId the job that did it
 * @param rows rows that went in or were deleted; empty where nobody counted
 * @param quarantined rows that went to the quarantine instead
 * @param pipe the pipe that it came from, of copies and of views that are filled
 * @param options what else is worth knowing, such as {@code source}; no secrets
 */
public record Operation(
    String workspaceId,
    Type type,
    String datasourceId,
    String datasourceName,
    Instant began,
    Duration elapsed,
    Optional<String> error,
    Optional<String> jobId,
    OptionalLong rows,
    OptionalLong quarantined,
    Optional<String> pipe,
    Map<String, String> options) {

  /** Copies the map. */
  public Operation {
    options = Map.copyOf(options);
  }

  /** What is done to data sources; the words are Tinybird's where it has one. */
  public enum Type {
    CREATE("create"),
    ALTER("alter"),
    APPEND("append"),
    /** By {@code POST /v0/events}. */
    APPEND_EVENTS("append-hfi"),
    REPLACE("replace"),
    TRUNCATE("truncate"),
    /** Of rows that fulfil a condition. */
    DELETE_ROWS("delete_data"),
    /** Of the data source itself. */
    DELETE("delete"),
    COPY("copy"),
    /** A materialized view is filled with what is there. */
    POPULATE("populateview"),
    /** A mirror's first load. */
    INITIAL_EXPORT("sync-dynamodb"),
    /** A mirror's changes. */
    APPEND_CHANGES("append-dynamodb");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** As queries read it. */
    public String word() {
      return word;
    }
  }
}
