package dev.nightjar.awslocal.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Reads a stream the way a consumer does. */
record StreamReader(DynamoDbStreamsClient client, String arn) {

  StreamDescription describe() {
    return describe(r -> {});
  }

  StreamDescription describe(Consumer<DescribeStreamRequest.Builder> more) {
    return client.describeStream(r -> more.accept(r.streamArn(arn))).streamDescription();
  }

  List<Shard> shards() {
    return describe().shards();
  }

  String iterator(String shardId, ShardIteratorType type) {
    return iterator(r -> r.shardId(shardId).shardIteratorType(type));
  }

  String iterator(Consumer<GetShardIteratorRequest.Builder> request) {
    return client.getShardIterator(r -> request.accept(r.streamArn(arn))).shardIterator();
  }

  GetRecordsResponse records(String iterator) {
    return client.getRecords(r -> r.shardIterator(iterator));
  }

  /** All records of a shard, to its end or until a page is empty. */
  List<Record> readShard(String shardId) {
    List<Record> records = new ArrayList<>();
    String iterator = iterator(shardId, ShardIteratorType.TRIM_HORIZON);
    while (iterator != null) {
      GetRecordsResponse page = records(iterator);
      records.addAll(page.records());
      iterator = page.records().isEmpty() ? null : page.nextShardIterator();
    }
    return records;
  }

  /** All records of all shards, parents before their children. */
  List<Record> readAll() {
    List<Record> records = new ArrayList<>();
    shards().forEach(shard -> records.addAll(readShard(shard.shardId())));
    return records;
  }

  /** The children of each shard, by its id. */
  Map<String, List<String>> children() {
    return shards().stream()
        .filter(shard -> shard.parentShardId() != null)
        .collect(
            java.util.stream.Collectors.groupingBy(
                Shard::parentShardId,
                java.util.stream.Collectors.mapping(
                    Shard::shardId, java.util.stream.Collectors.toList())));
  }
}
