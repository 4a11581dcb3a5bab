package dev.nightjar.mirror.ledger;

import dev.nightjar.dynamodb.stream.ShardId;

/** Where the changes of a batch come from. A source has at most one batch in flight. */
public sealed interface Source {

  /** The source's name in the ledger. */
  String key();

  /**
   * One shard of one stream.
   *
   * @param streamArn the stream
   * @param shard the shard
   */
  record OfShard(String streamArn, ShardId shard) implements Source {
    @Override
    public String key() {
      return streamArn + "/" + shard.value();
    }
  }

  /**
   * One file of one generation's export.
   *
   * @param generation the generation
   * @param ordinal its place in the manifest, from 0
   */
  record OfFile(long generation, int ordinal) implements Source {
    @Override
    public String key() {
      return "export " + generation + " file " + ordinal;
    }
  }

  /**
   * The tombstones of one generation's healing.
   *
   * @param generation the generation
   */
  record OfTombstones(long generation) implements Source {
    @Override
    public String key() {
      return "tombstones " + generation;
    }
  }
}
