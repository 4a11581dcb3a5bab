package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.stream.StreamDescription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One shard that answers GetRecords with what a test has written down, in turn. */
final class ScriptedStream implements StreamClient {
  final List<IteratorPosition> positions = new ArrayList<>();
  private final Deque<Supplier<RecordPage>> answers = new ArrayDeque<>();

  ScriptedStream answer(RecordPage page) {
    answers.add(() -> page);
    return this;
  }

  ScriptedStream fail(RuntimeException failure) {
    answers.add(() -> {
      throw failure;
    });
    return this;
  }

  @Override
  public RecordPage records(String shardIterator) {
    return answers.remove().get();
  }

  @Override
  public String shardIterator(String streamArn, ShardId shard, IteratorPosition position) {
    positions.add(position);
    return "iterator " + positions.size();
  }

  @Override
  public StreamDescription describePage(String streamArn, Optional<ShardId> exclusiveStart) {
    throw new AssertionError("a reader of one shard does not list");
  }

  @Override
  public StreamDescription describe(String streamArn) {
    throw new AssertionError("a reader of one shard does not list");
  }

  @Override
  public List<Shard> children(String streamArn, ShardId parent) {
    throw new AssertionError("a reader of one shard does not ask for children");
  }
}
