package dev.nightjar.server.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A deployment as it is stored and answered.
 *
 * @param number counts up from 1 in a workspace; 0 is the empty one that every workspace begins
 *     with
 * @param status {@code data_ready}, {@code failed}, {@code deleted}
 * @param live whether it is the one that answers
 * @param names the nine lists of names and the changes of tokens, by the fields that clients read
 * @param feedback what there is to say
 * @param errors why it failed
 */
public record Deployment(
    long number,
    Status status,
    boolean live,
    Map<String, Object> names,
    List<Feedback> feedback,
    List<FileError> errors,
    Instant createdAt,
    Instant updatedAt) {

  Deployment with(Status other) {
    return new Deployment(number, other, live, names, feedback, errors, createdAt, updatedAt);
  }

  /** The same with other things to say. */
  Deployment with(List<Feedback> other) {
    return new Deployment(number, status, live, names, other, errors, createdAt, updatedAt);
  }

  /** How far a deployment is, in the words that clients wait for. */
  public enum Status {
    DATA_READY,
    FAILED,
    DELETED;

    /** As clients read it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
