package dev.nightjar.awslocal.stream;

import java.time.Duration;
import java.util.Optional;

/**
 * How all streams behave from now on, beyond what a stream was made with: all of it but {@code
 * silentTrims} is what AWS documents or is known to do. Draws are made by the seed from what they
 * are about, so that a record or shard looks the same to each of its readers.
 *
 * @param seed for all draws
 * @param retention how long records can be read; empty: as the stream was made
 * @param shardLifetime how long a shard is written to; empty: as the stream was made
 * @param iteratorLife how long an iterator can be used (AWS: 15 minutes)
 * @param emptyPages the share of reads, 0 to below 1, that answer no records although there are
 *     some ("might take multiple calls to get to a portion of the shard that contains records")
 * @param rolls the share of written records, 0 to 1, behind which their shard closes
 * @param splits the share of those shards, 0 to 1, that get two children
 * @param timesBack how far below its time a record's ApproximateCreationDateTime may be at the
 *     most, drawn for each record: so times run backwards also within an item
 * @param sequenceDigits how many digits the sequence numbers of shards to come have at the least,
 *     24 to 40; those of a lineage never fall
 * @param silentTrims whether a position that was trimmed reads on with what is left, instead of
 *     TrimmedDataAccessException
 * @param listing how late listings are
 */
public record StreamConditions(
    long seed,
    Optional<Duration> retention,
    Optional<Duration> shardLifetime,
    Duration iteratorLife,
    double emptyPages,
    double rolls,
    double splits,
    Duration timesBack,
    int sequenceDigits,
    boolean silentTrims,
    ListingDelays listing) {

  /** The fewest digits that are given out. */
  public static final int FEWEST_DIGITS = 24;

  /** "Maximum length of 40" (StreamRecord). */
  public static final int MOST_DIGITS = 40;

  public StreamConditions {
    requireShare("emptyPages", emptyPages);
    requireShare("rolls", rolls);
    requireShare("splits", splits);
    if (emptyPages == 1) {
      throw new IllegalArgumentException("emptyPages is below 1, else nothing could be read");
    }
    if (!iteratorLife.isPositive()) {
      throw new IllegalArgumentException("iteratorLife is above zero");
    }
    if (timesBack.isNegative()) {
      throw new IllegalArgumentException("timesBack is not negative");
    }
    if (sequenceDigits < FEWEST_DIGITS || sequenceDigits > MOST_DIGITS) {
      throw new IllegalArgumentException(
          "sequenceDigits is from " + FEWEST_DIGITS + " to " + MOST_DIGITS);
    }
    requirePositive("retention", retention);
    requirePositive("shardLifetime", shardLifetime);
  }

  /** Nothing late, nothing drawn; iterators live for 15 minutes. */
  public static StreamConditions fair() {
    return new StreamConditions(
        0,
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(15),
        0,
        0,
        0,
        Duration.ZERO,
        FEWEST_DIGITS,
        false,
        ListingDelays.none());
  }

  /** The same by another seed. */
  public StreamConditions withSeed(long other) {
    return new StreamConditions(
        other,
        retention,
        shardLifetime,
        iteratorLife,
        emptyPages,
        rolls,
        splits,
        timesBack,
        sequenceDigits,
        silentTrims,
        listing);
  }

  /** The same with another retention, of all streams. */
  public StreamConditions withRetention(Duration other) {
    return new StreamConditions(
        seed,
        Optional.of(other),
        shardLifetime,
        iteratorLife,
        emptyPages,
        rolls,
        splits,
        timesBack,
        sequenceDigits,
        silentTrims,
        listing);
  }

  /** The same with another life of all shards. */
  public StreamConditions withShardLifetime(Duration other) {
    return new StreamConditions(
        seed,
        retention,
        Optional.of(other),
        iteratorLife,
        emptyPages,
        rolls,
        splits,
        timesBack,
        sequenceDigits,
        silentTrims,
        listing);
  }

  /** The same with another life of iterators. */
  public StreamConditions withIteratorLife(Duration other) {
    return new StreamConditions(
        seed,
        retention,
        shardLifetime,
        other,
        emptyPages,
        rolls,
        splits,
        timesBack,
        sequenceDigits,
        silentTrims,
        listing);
  }

  /** The same with another share of empty pages. */
  public StreamConditions withEmptyPages(double share) {
    return new StreamConditions(
        seed,
        retention,
        shardLifetime,
        iteratorLife,
        share,
        rolls,
        splits,
        timesBack,
        sequenceDigits,
        silentTrims,
        listing);
  }

  /** The same with shards that close by themselves. */
  public StreamConditions withRolls(double shareOfRecords, double shareOfSplits) {
    return new StreamConditions(
        seed,
        retention,
        shardLifetime,
        iteratorLife,
        emptyPages,
        shareOfRecords,
        shareOfSplits,
        timesBack,
        sequenceDigits,
        silentTrims,
        listing);
  }

  /** The same with times that run backwards. */
  public StreamConditions withTimesBack(Duration atMost) {
    return new StreamConditions(
        seed,
        retention,
        shardLifetime,
        iteratorLife,
        emptyPages,
        rolls,
        splits,
        atMost,
        sequenceDigits,
        silentTrims,
        listing);
  }

  /** The same with longer sequence numbers. */
  public StreamConditions withSequenceDigits(int atLeast) {
    return new StreamConditions(
        seed,
        retention,
        shardLifetime,
        iteratorLife,
        emptyPages,
        rolls,
        splits,
        timesBack,
        atLeast,
        silentTrims,
        listing);
  }

  /** The same with trimmed positions that are refused, or not. */
  public StreamConditions withSilentTrims(boolean other) {
    return new StreamConditions(
        seed,
        retention,
        shardLifetime,
        iteratorLife,
        emptyPages,
        rolls,
        splits,
        timesBack,
        sequenceDigits,
        other,
        listing);
  }

  /** The same with other delays of listings. */
  public StreamConditions withListing(ListingDelays other) {
    return new StreamConditions(
        seed,
        retention,
        shardLifetime,
        iteratorLife,
        emptyPages,
        rolls,
        splits,
        timesBack,
        sequenceDigits,
        silentTrims,
        other);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + share);
    }
  }

  private static void requirePositive(String name, Optional<Duration> length) {
    if (length.filter(given -> !given.isPositive()).isPresent()) {
      throw new IllegalArgumentException(name + " is above zero");
    }
  }
}
