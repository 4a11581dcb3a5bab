package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.mirror.ledger.Batch.Counts;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.row.Outcome;
import dev.nightjar.mirror.row.RowEncoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the next batch. Made once and used for one batch after the other; not thread-safe.
 */
public final class BatchBuffer {
  private static final int SEQUENCE_BITS = 160;
  private static final int DEPTH_BITS = 32;

  private final RowEncoder encoder;
  private final BlockBuilder rows;
  private final BlockBuilder quarantine;
  private final long generation;
  private long depth;
  private final Version lastRow = new Version();
  private final Version lastQuarantined = new Version();
  private final boolean partitioned;
  private final List<List<String>> keys = new ArrayList<>();
  private final List<BigInteger> versions = new ArrayList<>();
  private long changes;
  private long mostBytes;

  /**
   * An empty buffer.
   *
   * @param generation the generation that its rows carry
   * @param depth the depth that its rows carry; 0 for an export
   */
  public BatchBuffer(MirroredSchema schema, long generation, long depth) {
    this.encoder = RowEncoder.of(schema);
    this.rows = encoder.rows();
    this.quarantine = encoder.quarantine();
    this.generation = generation;
    this.depth = depth;
    this.partitioned = schema.partitionKey().isPresent();
  }

  /**
   * The rows that are added from now on are of another shard.
   *
   * @param shardsDepth the depth that they carry
   */
  public void depth(long shardsDepth) {
    depth = shardsDepth;
  }

  /** Adds a change, as a row or as one for quarantine. */
  public Outcome add(Change change) {
    Outcome outcome = encoder.append(change, generation, depth, rows, quarantine);
    changes++;
    if (outcome != Outcome.WITHHELD) {
      lastRow.of(change);
      if (partitioned || isSample(rows.rows())) {
        keys.add(encoder.lastKey());
        versions.add(lastRow.number());
      }
    }
    if (outcome != Outcome.ROW) {
      lastQuarantined.of(change);
    }
    return outcome;
  }

  /** Adds a change and tells what proves that it has arrived. */
  public Probe addAndProbe(Change change) {
    return add(change) == Outcome.WITHHELD
        ? new Probe(Probe.Target.QUARANTINE, List.of(), lastQuarantined.number())
        : lastRow();
  }

  /** What proves that the newest row for the table has arrived. */
  public Probe lastRow() {
    return new Probe(Probe.Target.TABLE, encoder.lastKey(), lastRow.number());
  }

  /** What proves that the newest row for the quarantine table has. */
  public Probe lastQuarantined() {
    return new Probe(
        Probe.Target.QUARANTINE,
        List.of(encoder.lastQuarantinedDigest()),
        lastQuarantined.number());
  }

  /** Changes added since {@link #clear}. */
  public long changes() {
    return changes;
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return changes == 0;
  }

  /** How much it is. */
  public Counts counts() {
    return new Counts(changes, rows.rows(), quarantine.rows());
  }

  /** Bytes of both blocks. */
  public long bytes() {
    return rows.bytes() + quarantine.bytes();
  }

  /** Whether it is to be inserted now. */
  public boolean full(BatchLimits limits) {
    return limits.full(changes, bytes());
  }

  /** The block for the table; valid until the next change is added. */
  public NativeBlock rows() {
    return rows.finish();
  }

  /** The block for the quarantine table, likewise. */
  public NativeBlock quarantined() {
    return quarantine.finish();
  }

  /**
   * Several rows of a block are proof, for of an export's rows any may be superseded by a change
   * and merged away before it is looked for.
   *
   * @param row its place, from 1
   */
  private static boolean isSample(long row) {
    return Long.bitCount(row) == 1 && Long.numberOfTrailingZeros(row) % 2 == 0;
  }

  /**
   * What proves its arrival: the last row of each partition, or where there are none the last row
   * and some before; and a row of the quarantine.
   */
  public List<Probe> probes(Partitions partitions) throws InterruptedException {
    List<Probe> probes = new ArrayList<>();
    if (partitioned) {
      for (int row : partitions.lastRows(keys)) {
        probes.add(new Probe(Probe.Target.TABLE, keys.get(row), versions.get(row)));
      }
    } else if (rows.rows() > 0) {
      for (int i = 0; i < keys.size(); i++) {
        probes.add(new Probe(Probe.Target.TABLE, keys.get(i), versions.get(i)));
      }
      if (!isSample(rows.rows())) {
        probes.add(lastRow());
      }
    }
    if (quarantine.rows() > 0) {
      probes.add(lastQuarantined());
    }
    return probes;
  }

  /**
   * Whether the memory that {@link #clear} has kept is more than twice what a batch of these limits
   * needs: a new buffer takes less.
   */
  public boolean keepsTooMuchFor(BatchLimits limits) {
    return mostBytes > 2 * limits.bytes();
  }

  /** Forgets all rows and keeps the memory. */
  public void clear() {
    mostBytes = Math.max(mostBytes, bytes());
    rows.clear();
    quarantine.clear();
    keys.clear();
    versions.clear();
    changes = 0;
  }

  /** The sequence number of a row, kept without an object for each. */
  private final class Version {
    private long rowsDepth;
    private int high;
    private long middle;
    private long low;

    void of(Change change) {
      rowsDepth = depth;
      high = change.sequenceHigh();
      middle = change.sequenceMiddle();
      low = change.sequenceLow();
    }

    BigInteger number() {
      BigInteger sequence =
          new BigInteger(Integer.toUnsignedString(high))
              .shiftLeft(64)
              .or(new BigInteger(Long.toUnsignedString(middle)))
              .shiftLeft(64)
              .or(new BigInteger(Long.toUnsignedString(low)));
      return BigInteger.valueOf(generation)
          .shiftLeft(DEPTH_BITS)
          .or(BigInteger.valueOf(rowsDepth))
          .shiftLeft(SEQUENCE_BITS)
          .or(sequence);
    }
  }
}
