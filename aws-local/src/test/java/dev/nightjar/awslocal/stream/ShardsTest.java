package dev.nightjar.awslocal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** How shards open, close, follow each other and vanish. */
class ShardsTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private DynamoDbStreamsClient streams;
  private TestTable table;
  private StreamReader reader;

  @BeforeEach
  void start() throws IOException {
    var tables =
        TablesOptions.defaults()
            .withStream(
                StreamOptions.defaults().withShards(2).withShardLifetime(Duration.ofHours(4)));
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock).withTables(tables));
    dynamo = Clients.of(aws).dynamoDb();
    streams = Clients.of(aws).streams();
    table = TestTable.create(dynamo, StreamViewType.NEW_AND_OLD_IMAGES);
    reader = new StreamReader(streams, table.streamArn());
  }

  @AfterEach
  void stop() {
    dynamo.close();
    streams.close();
    aws.close();
  }

  @Test
  void aNewStreamHasOpenShardsWithoutParents() {
    StreamDescription stream = reader.describe();

    assertThat(stream.streamStatus()).isEqualTo(StreamStatus.ENABLED);
    assertThat(stream.tableName()).isEqualTo(table.name());
    assertThat(stream.streamLabel()).isEqualTo("2026-03-01T12:00:00.000");
    assertThat(stream.streamArn()).isEqualTo(table.arn() + "/stream/2026-03-01T12:00:00.000");
    assertThat(stream.creationRequestDateTime()).isEqualTo(clock.instant());
    assertThat(stream.keySchema())
        .extracting(k -> k.attributeName() + " " + k.keyType())
        .containsExactly("pk HASH", "sk RANGE");
    assertThat(stream.lastEvaluatedShardId()).isNull();
    assertThat(stream.shards())
        .hasSize(2)
        .allSatisfy(shard -> {
          assertThat(shard.shardId()).matches("shardId-0000000" + clock.millis() + "-[0-9a-f]{8}");
          assertThat(shard.parentShardId()).isNull();
          assertThat(shard.sequenceNumberRange().startingSequenceNumber()).matches("[0-9]{21,40}");
          assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNull();
        });
  }

  @Test
  void keysAreSpreadOverTheShardsAndStayInTheirs() {
    write(200);
    write(200);

    List<List<String>> keys =
        reader.shards().stream()
            .map(shard -> reader.readShard(shard.shardId()).stream().map(ShardsTest::pk).toList())
            .toList();

    assertThat(keys.get(0)).hasSizeBetween(100, 300).doesNotContainAnyElementsOf(keys.get(1));
    assertThat(keys.get(0).size() + keys.get(1).size()).isEqualTo(400);
  }

  @Test
  void shardsRollWhenTheirLifeIsOver() {
    write(20);
    clock.advance(Duration.ofHours(4));
    write(20);

    List<Shard> shards = reader.shards();

    assertThat(shards).hasSize(4);
    assertThat(shards.subList(0, 2)).allMatch(shard -> !isOpen(shard));
    assertThat(shards.subList(2, 4)).allMatch(ShardsTest::isOpen);
    assertThat(reader.children())
        .hasSize(2)
        .allSatisfy((_, children) -> assertThat(children).hasSize(1));
    assertThat(reader.readAll()).hasSize(40);
  }

  @Test
  void aChildIsAboveItsParentInIdAndSequenceNumbers() {
    for (int round = 0; round < 5; round++) {
      write(10);
      aws.control().streams().roll(table.streamArn());
    }

    Map<String, Shard> shards = byId();
    assertThat(reader.children()).hasSize(10);
    reader
        .children()
        .forEach((parentId, children) -> {
          Shard parent = shards.get(parentId);
          Shard child = shards.get(children.getFirst());
          assertThat(child.shardId()).isGreaterThan(parentId);
          assertThat(starting(child)).isGreaterThan(ending(parent));
          List<Record> records = reader.readShard(parentId);
          assertThat(records)
              .allSatisfy(
                  record -> assertThat(number(record)).isBetween(starting(parent), ending(parent)));
          assertThat(records).extracting(ShardsTest::number).isSorted().doesNotHaveDuplicates();
        });
    assertThat(shards.values())
        .as("numbers of different lengths, which nobody may compare as text")
        .extracting(shard -> shard.sequenceNumberRange().startingSequenceNumber().length())
        .contains(24, 25);
  }

  @Test
  void aShardWithoutRecordsStartsWhereItEnds() {
    aws.control().streams().roll(table.streamArn());

    assertThat(reader.shards().subList(0, 2))
        .allSatisfy(shard -> assertThat(starting(shard)).isEqualTo(ending(shard)));
  }

  @Test
  void aSplitSharesTheKeysOut() {
    String parent = reader.shards().getFirst().shardId();
    aws.control().streams().split(table.streamArn(), parent);
    write(400);

    List<String> children = reader.children().get(parent);

    assertThat(children).hasSize(2);
    List<String> first = reader.readShard(children.get(0)).stream().map(ShardsTest::pk).toList();
    List<String> second = reader.readShard(children.get(1)).stream().map(ShardsTest::pk).toList();
    assertThat(first).hasSizeBetween(50, 150).doesNotContainAnyElementsOf(second);
    assertThat(second).hasSizeBetween(50, 150);
    assertThat(reader.readAll()).hasSize(400);
  }

  @Test
  void oneShardIsRolledOnCommandAndOnlyOnce() {
    String shard = reader.shards().getLast().shardId();
    aws.control().streams().roll(table.streamArn(), shard);

    assertThat(reader.shards()).hasSize(3);
    assertThatThrownBy(() -> aws.control().streams().roll(table.streamArn(), shard))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed already");
  }

  @Test
  void childrenAreFoundByTheirParent() {
    String parent = reader.shards().getFirst().shardId();
    assertThat(children(parent)).isEmpty();

    aws.control().streams().split(table.streamArn(), parent);

    assertThat(children(parent))
        .hasSize(2)
        .allSatisfy(shard -> assertThat(shard.parentShardId()).isEqualTo(parent));
  }

  @Test
  void shardsAreListedByHundreds() {
    IntStream.range(0, 60).forEach(_ -> aws.control().streams().roll(table.streamArn()));

    StreamDescription first = reader.describe();
    StreamDescription second =
        reader.describe(r -> r.exclusiveStartShardId(first.lastEvaluatedShardId()));

    assertThat(first.shards()).hasSize(100);
    assertThat(first.lastEvaluatedShardId()).isEqualTo(first.shards().getLast().shardId());
    assertThat(second.shards()).hasSize(22);
    assertThat(second.lastEvaluatedShardId()).isNull();
    List<String> ids = new ArrayList<>();
    first.shards().forEach(shard -> ids.add(shard.shardId()));
    second.shards().forEach(shard -> ids.add(shard.shardId()));
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(reader.describe(r -> r.limit(7)).shards()).hasSize(7);
  }

  @Test
  void recordsAndThenShardsVanishAfterADay() {
    write(10);
    aws.control().streams().roll(table.streamArn());
    List<String> old = reader.shards().stream().limit(2).map(Shard::shardId).toList();
    clock.advance(Duration.ofHours(12));
    write(10);
    assertThat(reader.readAll()).hasSize(20);

    clock.advance(Duration.ofHours(12).plusSeconds(1));

    assertThat(reader.readAll()).hasSize(10);
    assertThat(reader.shards()).extracting(Shard::shardId).doesNotContainAnyElementsOf(old);
    assertThatThrownBy(() ->
            reader.iterator(
                old.getFirst(),
                software.amazon.awssdk.services.dynamodb.model.ShardIteratorType.TRIM_HORIZON))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aDisabledStreamCanBeReadForADayAndANewOneIsAnotherOne() {
    write(10);
    stream(false);
    write(10);

    assertThat(reader.describe().streamStatus()).isEqualTo(StreamStatus.DISABLED);
    assertThat(reader.shards()).noneMatch(ShardsTest::isOpen);
    assertThat(reader.readAll()).hasSize(10);

    stream(true);
    String newArn = dynamo.describeTable(r -> r.tableName(table.name())).table().latestStreamArn();
    assertThat(newArn).isNotEqualTo(table.streamArn());
    write(5);
    assertThat(new StreamReader(streams, newArn).readAll()).hasSize(5);
    assertThat(streams.listStreams(r -> r.tableName(table.name())).streams()).hasSize(2);

    clock.advance(Duration.ofHours(24).plusSeconds(1));
    assertThatThrownBy(reader::describe).isInstanceOf(ResourceNotFoundException.class);
    assertThat(streams.listStreams(r -> r.tableName(table.name())).streams())
        .extracting(s -> s.streamArn())
        .containsExactly(newArn);
  }

  @Test
  void theStreamOfADeletedTableCanBeRead() {
    write(10);
    dynamo.deleteTable(r -> r.tableName(table.name()));

    assertThat(reader.describe().streamStatus()).isEqualTo(StreamStatus.DISABLED);
    assertThat(reader.readAll()).hasSize(10);
  }

  private void write(int items) {
    for (int i = 0; i < items; i++) {
      table.put(
          "key-" + i,
          1,
          Map.of("at", AttributeValue.fromS(java.util.UUID.randomUUID().toString())));
    }
  }

  private void stream(boolean enabled) {
    dynamo.updateTable(r ->
        r.tableName(table.name())
            .streamSpecification(s ->
                s.streamEnabled(enabled)
                    .streamViewType(enabled ? StreamViewType.NEW_AND_OLD_IMAGES : null)));
  }

  private List<Shard> children(String parent) {
    return reader
        .describe(r -> r.shardFilter(f -> f.type(ShardFilterType.CHILD_SHARDS).shardId(parent)))
        .shards();
  }

  private Map<String, Shard> byId() {
    return reader.shards().stream()
        .collect(java.util.stream.Collectors.toMap(Shard::shardId, shard -> shard));
  }

  private static boolean isOpen(Shard shard) {
    return shard.sequenceNumberRange().endingSequenceNumber() == null;
  }

  private static BigInteger starting(Shard shard) {
    return new BigInteger(shard.sequenceNumberRange().startingSequenceNumber());
  }

  private static BigInteger ending(Shard shard) {
    return new BigInteger(shard.sequenceNumberRange().endingSequenceNumber());
  }

  private static BigInteger number(Record record) {
    return new BigInteger(record.dynamodb().sequenceNumber());
  }

  private static String pk(Record record) {
    return record.dynamodb().keys().get("pk").s();
  }
}
