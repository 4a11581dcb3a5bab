package dev.nightjar.benchmarks.tailing;

import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.stream.StreamDescription;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** A stream of many shards, each of which is the one shard of a real stream. */
final class IdleStream implements StreamClient {
  private final StreamClient real;
  private final String realArn;
  private final ShardId realShard;
  private final List<Shard> shards;
  private final LongAdder calls = new LongAdder();

  IdleStream(int shards, StreamClient real, String realArn) {
    this.real = real;
    this.realArn = realArn;
    this.realShard = real.describe(realArn).shards().getFirst().id();
    long created = Instant.now().toEpochMilli();
    this.shards =
        IntStream.range(0, shards)
            .mapToObj(i ->
                new Shard(
                    new ShardId(String.format(Locale.ROOT, "shardId-%020d-%08x", created, i)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .toList();
  }

  /** How many GetRecords calls there were. */
  long calls() {
    return calls.sum();
  }

  @Override
  public RecordPage records(String shardIterator) {
    calls.increment();
    return real.records(shardIterator);
  }

  @Override
  public String shardIterator(String streamArn, ShardId shard, IteratorPosition position) {
    return real.shardIterator(realArn, realShard, position);
  }

  @Override
  public StreamDescription describePage(String streamArn, Optional<ShardId> exclusiveStart) {
    return describe(streamArn);
  }

  @Override
  public StreamDescription describe(String streamArn) {
    StreamDescription description = real.describe(realArn);
    return new StreamDescription(
        ScriptedStream.ARN,
        description.label(),
        description.status(),
        description.viewType(),
        description.creationRequestDateTime(),
        shards,
        Optional.empty(),
        description.answeredAt());
  }

  @Override
  public List<Shard> children(String streamArn, ShardId parent) {
    return List.of();
  }
}
