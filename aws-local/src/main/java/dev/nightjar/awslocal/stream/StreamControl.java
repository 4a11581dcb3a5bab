package dev.nightjar.awslocal.stream;

import java.util.List;

/**
 * What a test can do to streams that AWS does by itself. Thread-safe. All methods throw {@link
 * java.util.NoSuchElementException} for a stream or shard that is not there.
 */
public interface StreamControl {

  /** The shards that can be read now, oldest first. */
  List<ShardInfo> shards(String streamArn);

  /** Closes every open shard; each gets one child. */
  void roll(String streamArn);

  /**
   * Closes one open shard, which gets one child.
   *
   * @throws IllegalStateException if it is closed already
   */
  void roll(String streamArn, String shardId);

  /**
   * Closes one open shard, which gets two children, each with half of its keys.
   *
   * @throws IllegalStateException if it is closed already
   */
  void split(String streamArn, String shardId);

  /** Forgets every record that is in the stream now, as retention would. */
  void trim(String streamArn);

  /**
   * Forgets the oldest records of a shard, as retention would.
   *
   * @param records how many at the most
   */
  void trim(String streamArn, String shardId, long records);

  /**
   * Ends a closed shard with all that is in it, read or not: GetShardIterator and GetRecords know
   * it no more.
   *
   * @throws IllegalStateException if it is open
   */
  void vanish(String streamArn, String shardId);

  /** How all streams behave now. */
  StreamConditions conditions();

  /** Lets all streams behave so from now on. */
  void behave(StreamConditions conditions);
}
