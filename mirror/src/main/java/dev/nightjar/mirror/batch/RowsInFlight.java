package dev.nightjar.mirror.batch;

import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.Source;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of batches in flight: they may have come into a ClickHouse that was started again and
 * has lost what was inserted before them. That such a row is newer than the one that is looked for
 * says nothing of that one.
 *
 * @param ranges what they are
 */
public record RowsInFlight(List<Range> ranges) {
  /** No rows. */
  public static final RowsInFlight NONE = new RowsInFlight(List.of());

  /** How many ranges the parameters of a query hold: a number takes 43 of 128 K characters. */
  private static final int MOST = 1000;

  private static final Range OF_EXPORT = new Range(0, BigInteger.ONE, BigInteger.ONE);
  private static final Range OF_TOMBSTONES = new Range(0, BigInteger.ZERO, BigInteger.ZERO);

  /**
   * Rows by their versions, whatever depth these have.
   *
   * @param generation the generation that they carry
   * @param first the lowest sequence number
   * @param last the highest
   */
  public record Range(long generation, BigInteger first, BigInteger last) {
    private Range of(long other) {
      return new Range(other, first, last);
    }

    private Range with(Range other) {
      return new Range(generation, first.min(other.first), last.max(other.last));
    }
  }

  /** Copies the list. */
  public RowsInFlight {
    ranges = List.copyOf(ranges);
  }

  /** Those of these batches; of very many ranges, also what lies between them. */
  public static RowsInFlight of(Collection<Batch> batches) {
    List<Range> ranges = new ArrayList<>();
    for (Batch batch : batches) {
      switch (batch.source()) {
        case Source.OfFile _ -> ranges.add(OF_EXPORT.of(batch.generation()));
        case Source.OfTombstones _ -> ranges.add(OF_TOMBSTONES.of(batch.generation()));
        case Source.OfStream _, Source.OfShard _ ->
            batch.shardRanges().forEach(range -> ranges.add(of(batch.generation(), range)));
      }
    }
    return new RowsInFlight(ranges.size() > MOST ? joined(ranges) : ranges);
  }

  private static Range of(long generation, ShardRange range) {
    return new Range(generation, new BigInteger(range.first()), new BigInteger(range.last()));
  }

  private static List<Range> joined(List<Range> ranges) {
    Map<Long, Range> byGeneration = new TreeMap<>();
    ranges.forEach(range -> byGeneration.merge(range.generation(), range, Range::with));
    return List.copyOf(byGeneration.values());
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }
}
