package dev.nightjar.awslocal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Many writers of the same items, while shards roll and split and a consumer reads along. */
class ConcurrentWritesTest {

  private static final int WRITERS = 8;
  private static final int ITEMS = 5;
  private static final int ROUNDS = 60;

  @Test
  void eachItemsRecordsAreInTheOrderOfItsWrites() throws Exception {
    var options =
        AwsLocalOptions.defaults()
            .withTables(
                TablesOptions.defaults().withStream(StreamOptions.defaults().withShards(2)));
    try (AwsLocal aws = AwsLocal.start(options);
        DynamoDbClient dynamo = Clients.of(aws).dynamoDb();
        DynamoDbStreamsClient streams = Clients.of(aws).streams();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TestTable table = TestTable.create(dynamo, StreamViewType.NEW_AND_OLD_IMAGES);
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(
            threads.submit(() -> {
              for (int round = 0; round < ROUNDS; round++) {
                increment(dynamo, table, round % ITEMS);
              }
            }));
      }
      StreamControl control = aws.control().streams();
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        control.roll(table.streamArn());
        List<ShardInfo> shards = control.shards(table.streamArn());
        if (shards.size() < 30) {
          control.split(table.streamArn(), shards.getLast().id());
        }
        new StreamReader(streams, table.streamArn()).readShard(shards.getFirst().id());
      }
      for (Future<?> writer : writers) {
        writer.get();
      }

      Map<String, List<Integer>> seen = new HashMap<>();
      for (ShardInfo shard : control.shards(table.streamArn())) {
        for (Record record : new StreamReader(streams, table.streamArn()).readShard(shard.id())) {
          seen.computeIfAbsent(record.dynamodb().keys().get("pk").s(), _ -> new ArrayList<>())
              .add(Integer.parseInt(record.dynamodb().newImage().get("n").n()));
        }
      }
      assertThat(seen).hasSize(ITEMS);
      assertThat(seen.values())
          .allSatisfy(counts ->
              assertThat(counts)
                  .hasSize(WRITERS * ROUNDS / ITEMS)
                  .isSorted()
                  .doesNotHaveDuplicates());
    }
  }

  private static void increment(DynamoDbClient dynamo, TestTable table, int item) {
    dynamo.updateItem(r ->
        r.tableName(table.name())
            .key(table.key("item" + item, 1))
            .updateExpression("ADD n :one")
            .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
  }
}
