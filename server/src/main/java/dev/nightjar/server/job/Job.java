package dev.nightjar.server.job;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Work in the background, as it is now.
 *
 * @param id a UUID as text
 * @param workspaceId the workspace's
 * @param subject the data source or the pipe that it is about
 * @param details what clients are told besides: values that JSON has
 * @param error why it failed, or was cancelled; a sentence for people
 * @param createdAt when it was asked for
 * @param startedAt when its work began
 * @param updatedAt when it got to its status
 */
public record Job(
    String id,
    String workspaceId,
    Kind kind,
    Status status,
    String subject,
    Map<String, Object> details,
    Optional<String> error,
    Instant createdAt,
    Optional<Instant> startedAt,
    Instant updatedAt) {

  /** What is done; the words are Tinybird's. */
  public enum Kind {
    IMPORT("import"),
    COPY("copy"),
    DELETE_DATA("delete_data"),
    POPULATE_VIEW("populateview");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As clients read it. */
    public String word() {
      return word;
    }
  }

  /** How far it is; the words are Tinybird's. */
  public enum Status {
    WAITING,
    WORKING,
    DONE,
    ERROR,
    CANCELLED;

    /** As clients read it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether nothing more becomes of it. */
    public boolean over() {
      return this == DONE || this == ERROR || this == CANCELLED;
    }
  }

  Job working(Instant now) {
    return new Job(
        id,
        workspaceId,
        kind,
        Status.WORKING,
        subject,
        details,
        error,
        createdAt,
        Optional.of(now),
        now);
  }

  Job ended(Status as, Map<String, Object> result, Optional<String> why, Instant now) {
    return new Job(id, workspaceId, kind, as, subject, result, why, createdAt, startedAt, now);
  }
}
