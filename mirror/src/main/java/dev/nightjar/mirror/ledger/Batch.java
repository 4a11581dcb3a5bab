package dev.nightjar.mirror.ledger;

import java.util.List;

/**
 * What is inserted at once, as the ledger writes it down before.
 *
 * @param mirrorId the mirror
 * @param number the batch's place among the mirror's, from 1; 0 before it is planned
 * @param generation the generation that its rows carry
 * @param source where its changes come from
 * @param first position of its first change: a sequence number, or a line counted from 1; empty
 *     where there are ranges
 * @param last position of its last change, likewise
 * @param counts how much it is
 * @param schemaFingerprint of the schema that encodes it
 * @param tableUuid the table's UUID in ClickHouse
 * @param probes one for each partition and table that it has rows for; empty if it has no row
 * @param token its {@code insert_deduplication_token} and {@code query_id}
 * @param attempt 0 at first, one more with each fresh token
 * @param ranges of a stream's batch: what it has of each shard, each shard once
 */
public record Batch(
    String mirrorId,
    long number,
    long generation,
    Source source,
    String first,
    String last,
    Counts counts,
    String schemaFingerprint,
    String tableUuid,
    List<Probe> probes,
    String token,
    int attempt,
    List<ShardRange> ranges) {

  /**
   * How much a batch is.
   *
   * @param changes changes in its range that count, those withheld included
   * @param rows rows for the mirrored table
   * @param quarantined rows for the quarantine table
   */
  public record Counts(long changes, long rows, long quarantined) {}

  /** Copies the lists. */
  public Batch {
    probes = List.copyOf(probes);
    ranges = List.copyOf(ranges);
  }

  /** A batch of one source that is no stream. */
  public Batch(
      String mirrorId,
      long number,
      long generation,
      Source source,
      String first,
      String last,
      Counts counts,
      String schemaFingerprint,
      String tableUuid,
      List<Probe> probes,
      String token,
      int attempt) {
    this(
        mirrorId,
        number,
        generation,
        source,
        first,
        last,
        counts,
        schemaFingerprint,
        tableUuid,
        probes,
        token,
        attempt,
        List.of());
  }

  /** What it has of a stream's shards: nothing if it is an export's. */
  public List<ShardRange> shardRanges() {
    return source instanceof Source.OfShard(_, var shard)
        ? List.of(new ShardRange(shard, first, last, counts.changes(), counts.quarantined()))
        : ranges;
  }

  /** The same with its place among the mirror's batches. */
  public Batch numbered(long place) {
    return new Batch(
        mirrorId,
        place,
        generation,
        source,
        first,
        last,
        counts,
        schemaFingerprint,
        tableUuid,
        probes,
        token,
        attempt,
        ranges);
  }

  /**
   * A part of it.
   *
   * @param part the ranges that are left
   * @param partsCounts how much they are
   * @param partsProbes what proves their arrival
   * @param partsToken under which they are inserted
   */
  public Batch of(
      List<ShardRange> part, Counts partsCounts, List<Probe> partsProbes, String partsToken) {
    return new Batch(
        mirrorId,
        number,
        generation,
        source,
        first,
        last,
        partsCounts,
        schemaFingerprint,
        tableUuid,
        partsProbes,
        partsToken,
        attempt,
        part);
  }

  /** The token that it had before it took a fresh one. */
  public String firstToken() {
    return attempt == 0 ? token : token.substring(0, token.lastIndexOf('#'));
  }

  /** The same under a token that nobody has used yet. */
  public Batch withFreshToken() {
    int next = attempt + 1;
    return new Batch(
        mirrorId,
        number,
        generation,
        source,
        first,
        last,
        counts,
        schemaFingerprint,
        tableUuid,
        probes,
        firstToken() + "#" + next,
        next,
        ranges);
  }
}
