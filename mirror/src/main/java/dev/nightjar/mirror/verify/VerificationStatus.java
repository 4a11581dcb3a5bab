package dev.nightjar.mirror.verify;

import java.time.Instant;
import java.util.Optional;

/**
 * The running or the newest verification of a mirror since the server's start.
 *
 * @param id of this verification
 * @param startedAt when it was asked for
 * @param outcome what came of it
 * @param progress how far it is, or was
 */
public record VerificationStatus(
    String id, Instant startedAt, Outcome outcome, VerificationProgress progress) {

  /** What came of a verification. */
  public sealed interface Outcome {}

  /** Nothing yet. */
  public record Running() implements Outcome {}

  /** It came to its end. */
  public record Done(VerificationReport report) implements Outcome {}

  /**
   * It could not go on.
   *
   * @param code for programs
   * @param message what happened, and what to do
   */
  public record Failed(String code, String message) implements Outcome {}

  /** It was told to stop. */
  public record Cancelled() implements Outcome {}

  /** The report, where it came to its end. */
  public Optional<VerificationReport> report() {
    return outcome instanceof Done(VerificationReport report)
        ? Optional.of(report)
        : Optional.empty();
  }
}
