package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.export.ExportDescription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * One export and the stream that goes with it. Stored before the export is requested.
 *
 * @param mirrorId the mirror
 * @param number the highest part of its rows' versions; counted from 1, or on from those of the
 *     mirror in whose place this one goes on
 * @param ofEmptyTable whether the mirror's table held nothing before it
 * @param begunAt when its stream was recorded, by AWS's clock
 * @param streamArn its stream
 * @param exportNotBefore when the stream is old enough, by AWS's clock
 * @param clientToken makes the export's request repeatable
 * @param tokenFirstUsedAt when it was first sent, by AWS's clock
 * @param exportArn once AWS has answered
 * @param exportStatus AWS's word, as last heard
 * @param exportTime the point in time, as AWS chose it
 * @param files files of the manifest, once read
 * @param items items of the manifest, once read
 * @param loadingSince when the manifest was read
 * @param loadedAt when the last row was in
 */
public record Generation(
    String mirrorId,
    long number,
    boolean ofEmptyTable,
    Instant begunAt,
    String streamArn,
    Instant exportNotBefore,
    String clientToken,
    Optional<Instant> tokenFirstUsedAt,
    Optional<String> exportArn,
    Optional<String> exportStatus,
    Optional<Instant> exportTime,
    Optional<Long> files,
    Optional<Long> items,
    Optional<Instant> loadingSince,
    Optional<Instant> loadedAt) {

  /**
   * What AWS leaves open around the time of an export, on either side ({@code ±1 min}), twice: a
   * stream must be this much older than its export, and an export's rows are given this much less
   * than its time.
   */
  public static final Duration FUZZ = Duration.ofMinutes(2);

  /** What AWS leaves open around the time of an export, on either side. */
  private static final Duration CERTAIN_AFTER = Duration.ofMinutes(1);

  /**
   * One that has just begun: nothing is requested.
   *
   * @param begunAt by AWS's clock
   * @param exportNotBefore by AWS's clock
   */
  public static Generation begun(
      String mirrorId,
      long number,
      boolean ofEmptyTable,
      Instant begunAt,
      String streamArn,
      Instant exportNotBefore) {
    return new Generation(
        mirrorId,
        number,
        ofEmptyTable,
        begunAt,
        streamArn,
        exportNotBefore,
        "nightjar-" + UUID.randomUUID(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether an answer about the export says nothing that is not known. */
  boolean isDescribedBy(ExportDescription export) {
    return exportArn.equals(Optional.of(export.exportArn()))
        && exportStatus.equals(Optional.of(export.status().name()))
        && (export.exportTime().isEmpty() || export.exportTime().equals(exportTime));
  }

  /** When an export holds, for certain, nothing that came later, and the stream all of it. */
  public Optional<Instant> exportCertainAt() {
    return exportTime.map(time -> time.plus(CERTAIN_AFTER));
  }

  /**
   * ExportTime − 2 min, floored to the second: the export holds every change before it for certain.
   */
  public Optional<Instant> boundary() {
    return exportTime.map(time -> time.minus(FUZZ).truncatedTo(ChronoUnit.SECONDS));
  }

  /** Whether what a lineage holds before the boundary is dropped: in the first generation alone. */
  public boolean dropsBeforeBoundary() {
    return ofEmptyTable;
  }
}
