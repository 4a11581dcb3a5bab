package dev.nightjar.awslocal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Where iterators begin, how they go on, and when they are refused. */
class ShardIteratorsTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private DynamoDbStreamsClient streams;
  private TestTable table;
  private StreamReader reader;
  private String shard;

  @BeforeEach
  void start() throws IOException {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
    dynamo = Clients.of(aws).dynamoDb();
    streams = Clients.of(aws).streams();
    table = TestTable.create(dynamo, StreamViewType.NEW_IMAGE);
    reader = new StreamReader(streams, table.streamArn());
    shard = reader.shards().getFirst().shardId();
  }

  @AfterEach
  void stop() {
    dynamo.close();
    streams.close();
    aws.close();
  }

  @Test
  void eachTypeBeginsAtItsPlace() {
    put(0, 5);
    String latest = reader.iterator(shard, ShardIteratorType.LATEST);
    List<Record> all = reader.readShard(shard);
    String third = all.get(2).dynamodb().sequenceNumber();

    assertThat(numbers(at(ShardIteratorType.AT_SEQUENCE_NUMBER, third))).containsExactly(2, 3, 4);
    assertThat(numbers(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, third))).containsExactly(3, 4);
    assertThat(numbers(reader.iterator(shard, ShardIteratorType.TRIM_HORIZON)))
        .containsExactly(0, 1, 2, 3, 4);
    assertThat(numbers(latest)).isEmpty();
    put(5, 6);
    assertThat(numbers(latest)).containsExactly(5);
  }

  @Test
  void theStartOfAShardIsAPlaceToBeginAt() {
    String start = reader.shards().getFirst().sequenceNumberRange().startingSequenceNumber();
    put(0, 2);

    assertThat(numbers(at(ShardIteratorType.AT_SEQUENCE_NUMBER, start))).containsExactly(0, 1);
    assertThat(numbers(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, start))).containsExactly(0, 1);
  }

  @Test
  void anOpenShardAlwaysGoesOn() {
    GetRecordsResponse empty =
        reader.records(reader.iterator(shard, ShardIteratorType.TRIM_HORIZON));
    assertThat(empty.hasRecords()).isTrue();
    assertThat(empty.records()).isEmpty();
    assertThat(empty.nextShardIterator()).startsWith(table.streamArn() + "|1|");

    put(0, 1);

    assertThat(numbers(empty.nextShardIterator())).containsExactly(0);
  }

  @Test
  void theLastPageOfAClosedShardCarriesRecordsAndNoIterator() {
    put(0, 3);
    String iterator = reader.iterator(shard, ShardIteratorType.TRIM_HORIZON);
    aws.control().streams().roll(table.streamArn());

    GetRecordsResponse first = streams.getRecords(r -> r.shardIterator(iterator).limit(2));
    GetRecordsResponse last = reader.records(first.nextShardIterator());

    assertThat(first.records()).hasSize(2);
    assertThat(last.records()).hasSize(1);
    assertThat(last.nextShardIterator()).isNull();
    String end = reader.shards().getFirst().sequenceNumberRange().endingSequenceNumber();
    GetRecordsResponse behind = reader.records(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, end));
    assertThat(behind.records()).isEmpty();
    assertThat(behind.nextShardIterator()).isNull();
  }

  @Test
  void aShardThatClosesWithoutMoreEndsOnAnEmptyPage() {
    put(0, 1);
    GetRecordsResponse open =
        reader.records(reader.iterator(shard, ShardIteratorType.TRIM_HORIZON));
    aws.control().streams().roll(table.streamArn());

    GetRecordsResponse closed = reader.records(open.nextShardIterator());

    assertThat(closed.records()).isEmpty();
    assertThat(closed.nextShardIterator()).isNull();
  }

  @Test
  void pagesEndAtAThousandRecords() {
    for (int i = 0; i < 44; i++) {
      int from = i * 25;
      dynamo.batchWriteItem(r ->
          r.requestItems(
              Map.of(
                  table.name(),
                  java.util.stream.IntStream.range(from, from + 25)
                      .mapToObj(n ->
                          software.amazon.awssdk.services.dynamodb.model.WriteRequest.builder()
                              .putRequest(p -> p.item(table.key("k", n)))
                              .build())
                      .toList())));
    }

    GetRecordsResponse first =
        reader.records(reader.iterator(shard, ShardIteratorType.TRIM_HORIZON));
    GetRecordsResponse second = reader.records(first.nextShardIterator());

    assertThat(first.records()).hasSize(1000);
    assertThat(second.records()).hasSize(100);
  }

  @Test
  void pagesEndAtAMegabyteButHaveARecord() {
    String big = "x".repeat(390 * 1024);
    for (int i = 0; i < 5; i++) {
      table.put("k", i, Map.of("v", AttributeValue.fromS(big)));
    }

    GetRecordsResponse first =
        reader.records(reader.iterator(shard, ShardIteratorType.TRIM_HORIZON));

    assertThat(first.records()).hasSize(2);
    assertThat(numbers(first.nextShardIterator())).containsExactly(2, 3);
  }

  @Test
  void anIteratorLivesForAQuarterOfAnHour() {
    put(0, 1);
    String iterator = reader.iterator(shard, ShardIteratorType.TRIM_HORIZON);
    clock.advance(Duration.ofMinutes(15));
    String next = reader.records(iterator).nextShardIterator();
    clock.advance(Duration.ofMillis(1));

    assertThatThrownBy(() -> reader.records(iterator)).isInstanceOf(ExpiredIteratorException.class);
    assertThat(reader.records(next).records()).isEmpty();
  }

  @Test
  void whatWasTrimmedIsRefused() {
    put(0, 3);
    String second = reader.readShard(shard).get(1).dynamodb().sequenceNumber();
    String before = reader.iterator(shard, ShardIteratorType.TRIM_HORIZON);
    aws.control().streams().trim(table.streamArn());
    put(3, 4);

    assertThatThrownBy(() -> reader.records(before)).isInstanceOf(TrimmedDataAccessException.class);
    assertThatThrownBy(() -> at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, second))
        .isInstanceOf(TrimmedDataAccessException.class);
    assertThat(numbers(reader.iterator(shard, ShardIteratorType.TRIM_HORIZON))).containsExactly(3);
  }

  @Test
  void recordsAreTrimmedByTheirAge() {
    put(0, 1);
    clock.advance(Duration.ofHours(3));
    put(1, 2);
    String first = reader.readShard(shard).getFirst().dynamodb().sequenceNumber();
    clock.advance(Duration.ofHours(21).plusMillis(1));

    assertThat(numbers(reader.iterator(shard, ShardIteratorType.TRIM_HORIZON))).containsExactly(1);
    assertThatThrownBy(() -> at(ShardIteratorType.AT_SEQUENCE_NUMBER, first))
        .isInstanceOf(TrimmedDataAccessException.class);
  }

  @Test
  void badRequestsAreRefused() {
    String number = reader.shards().getFirst().sequenceNumberRange().startingSequenceNumber();

    assertInvalid(r -> r.shardId(shard).shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER));
    assertInvalid(
        r -> r.shardId(shard).shardIteratorType(ShardIteratorType.LATEST).sequenceNumber(number));
    assertInvalid(r -> r.shardId(shard).shardIteratorType("bulle"));
    assertInvalid(r ->
        r.shardId(shard)
            .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
            .sequenceNumber("12"));
    assertInvalid(r ->
        r.shardId(shard)
            .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
            .sequenceNumber(number + "0"));
    assertInvalid(r -> r.shardIteratorType(ShardIteratorType.LATEST));
    assertThatThrownBy(() ->
            reader.iterator("shardId-00000000000000000000-00000000", ShardIteratorType.LATEST))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> new StreamReader(streams, "x".repeat(40)).describe())
        .hasMessageContaining("Invalid StreamArn");
    assertThatThrownBy(() ->
            new StreamReader(streams, table.arn() + "/stream/2020-01-01T00:00:00.000").describe())
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> reader.records("nonsense"))
        .hasMessageContaining("Invalid ShardIterator");
    String iterator = reader.iterator(shard, ShardIteratorType.LATEST);
    assertThatThrownBy(() -> streams.getRecords(r -> r.shardIterator(iterator).limit(1001)))
        .hasMessageContaining("Member must have value less than or equal to 1000");
  }

  private void assertInvalid(java.util.function.Consumer<GetShardIteratorRequest.Builder> request) {
    assertThatThrownBy(() -> reader.iterator(request))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            refusal ->
                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
  }

  private void put(int from, int to) {
    for (int i = from; i < to; i++) {
      table.put("k", i, Map.of());
    }
  }

  private String at(ShardIteratorType type, String number) {
    return reader.iterator(r -> r.shardId(shard).shardIteratorType(type).sequenceNumber(number));
  }

  private List<Integer> numbers(String iterator) {
    return reader.records(iterator).records().stream()
        .map(record -> Integer.parseInt(record.dynamodb().keys().get("sk").n()))
        .toList();
  }
}
