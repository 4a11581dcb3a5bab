package dev.nightjar.proving.world.script;

import java.time.Duration;
import java.util.List;

/**
 * What stays the same throughout a history.
 *
 * @param partitioned whether the mirrored table has a partition key
 * @param streamFrom when the table's stream is switched on; zero: it comes with the table
 * @param deployAt when the mirror is started
 * @param shards how many shards the stream begins with
 * @param shardLife how long a shard is open before it rolls by itself
 * @param sequenceDigits digits of the stream's sequence numbers, 21 to 40
 * @param pageRecords most records of a page
 * @param pageBytes most bytes of a page
 * @param clockNoise by how much a record's time may be off, either way
 * @param trimsSilently whether the stream answers for a position that it has no more as if nothing
 *     were missing
 * @param publishDelay how long at most until a record can be read
 * @param clockWrongBy by how much the server's clock is ahead
 * @param pollMax the mirror's longest pause between two questions to a shard
 * @param batchRows the mirror's largest batch
 * @param latency the usual length of a call
 * @param exports the exports in the order of their requests; the last one's way is that of all
 *     later ones
 */
public record Setting(
    boolean partitioned,
    Duration streamFrom,
    Duration deployAt,
    int shards,
    Duration shardLife,
    int sequenceDigits,
    int pageRecords,
    int pageBytes,
    Duration clockNoise,
    boolean trimsSilently,
    Duration publishDelay,
    Duration clockWrongBy,
    Duration pollMax,
    int batchRows,
    Duration latency,
    List<ExportPlan> exports) {

  /** Copies the list. */
  public Setting {
    exports = List.copyOf(exports);
  }

  /** How long the longest of the exports takes. */
  public Duration longestExport() {
    return exports.stream()
        .map(ExportPlan::duration)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** How the export with this number goes, counted from 0. */
  public ExportPlan export(int number) {
    return exports.get(Math.min(number, exports.size() - 1));
  }
}
