package dev.nightjar.benchmarks.tailing;

import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.stream.StreamStatus;
import dev.nightjar.dynamodb.stream.StreamViewType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** DynamoDB Streams without the network: shards whose changes come by a script, then end. */
final class ScriptedStream implements StreamClient {
  static final String ARN =
      "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-03-01T12:00:00.000";

  private final Script script;
  private final Instant created = Instant.now();
  private final List<PageTemplate> templates = new ArrayList<>();
  private volatile long beganAt;

  ScriptedStream(Script script, Items items) {
    this.script = script;
    for (int i = 0; i < script.shards(); i++) {
      templates.add(new PageTemplate(i, items));
    }
  }

  /** From now on changes come. */
  void begin() {
    beganAt = System.nanoTime();
  }

  /** When they began to come, as {@link System#nanoTime} has it. */
  long beganAt() {
    return beganAt;
  }

  private ShardId id(int shard) {
    return new ShardId(
        String.format(Locale.ROOT, "shardId-%020d-%08x", created.toEpochMilli(), shard));
  }

  /** A shard's number. */
  static int numberOf(String shardId) {
    return Integer.parseInt(shardId.substring(shardId.length() - 8), 16);
  }

  @Override
  public StreamDescription describePage(String streamArn, Optional<ShardId> exclusiveStart) {
    return describe(streamArn);
  }

  @Override
  public StreamDescription describe(String streamArn) {
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < script.shards(); i++) {
      shards.add(new Shard(id(i), Optional.empty(), Optional.empty(), Optional.empty()));
    }
    return new StreamDescription(
        ARN,
        "2026-03-01T12:00:00.000",
        StreamStatus.ENABLED,
        StreamViewType.NEW_AND_OLD_IMAGES,
        Optional.of(created),
        shards,
        Optional.empty(),
        Instant.now());
  }

  @Override
  public List<Shard> children(String streamArn, ShardId parent) {
    return List.of();
  }

  @Override
  public String shardIterator(String streamArn, ShardId shard, IteratorPosition position) {
    return switch (position) {
      case IteratorPosition.TrimHorizon() -> numberOf(shard.value()) + "/0";
      case IteratorPosition.AfterSequenceNumber(var number) ->
          numberOf(shard.value()) + "/" + (PageTemplate.placeOf(number.toString()) + 1);
      default -> throw new IllegalArgumentException("not in the script: " + position);
    };
  }

  @Override
  public RecordPage records(String shardIterator) {
    String[] parts = shardIterator.split("/");
    int shard = Integer.parseInt(parts[0]);
    long first = Long.parseLong(parts[1]);
    long there = script.due(System.nanoTime() - beganAt);
    int count = (int) Math.min(PageTemplate.room(first), there - first);
    boolean last = first + count == script.changesPerShard();
    return templates.get(shard).page(shard, first, count, last, Instant.now());
  }
}
