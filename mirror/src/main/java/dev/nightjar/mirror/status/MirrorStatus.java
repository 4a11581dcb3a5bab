package dev.nightjar.mirror.status;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a mirror shows of itself.
 *
 * @param id the mirror
 * @param datasource the data source's name
 * @param workspace the workspace's name; of a branch, {@code PARENT/NAME}
 * @param tableArn the DynamoDB table
 * @param state how far it is
 * @param since when it came to that state
 * @param reason a code, where there is something to say: why it FAILED, what it waits for, what it
 *     is retrying
 * @param message the reason as a sentence, with what to do
 * @param generation the export that its rows build on, counted from 1
 * @param caughtUpAt every change that DynamoDB acknowledged before this instant (less the stream's
 *     own delay) can be queried; empty until every known shard was once read to its tip, and as
 *     long as a gap is open
 * @param boundary what each lineage of the first generation holds before its first change at or
 *     after this is in the export and was dropped
 * @param export the export of the generation
 * @param stream the stream
 * @param inserts what was inserted since the start of the server
 * @param healing gaps, found and healed
 * @param quarantinedRows changes that went to the quarantine table, whole or for one column
 * @param lastVerification what the last verification found that came to its end
 * @param retries how often something was tried again since the start of the server, by cause
 */
public record MirrorStatus(
    String id,
    String datasource,
    String workspace,
    String tableArn,
    MirrorState state,
    Instant since,
    Optional<String> reason,
    Optional<String> message,
    long generation,
    Optional<Instant> caughtUpAt,
    Optional<Instant> boundary,
    ExportProgress export,
    StreamProgress stream,
    InsertProgress inserts,
    HealingStatus healing,
    long quarantinedRows,
    Optional<LastVerification> lastVerification,
    Map<String, Long> retries) {

  /** Copies the map. */
  public MirrorStatus {
    retries = Map.copyOf(retries);
  }
}
