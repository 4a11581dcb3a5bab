package dev.nightjar.awslocal.stream;

import java.util.List;

/**
 * What one read of a shard found.
 *
 * @param numbers the changes' sequence numbers
 * @param position the offset behind which the next read goes on
 * @param end whether the shard is closed and nothing follows
 */
record ShardPage(
    String shardId,
    List<Change> changes,
    List<SequenceNumber> numbers,
    long position,
    boolean end) {}
