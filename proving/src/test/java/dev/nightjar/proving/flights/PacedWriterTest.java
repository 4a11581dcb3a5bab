package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.RootKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What the writer says that it did, against what the table and its stream hold. */
class PacedWriterTest {

  private static final int ITEMS = 120;
  private static final int CHANGES = 400;

  @TempDir static Path folder;
  private static AwsLocal awsLocal;
  private static AwsClients aws;
  private static final Flights FLIGHTS = new Flights(11);
  private static final ChangeLog LOG = new ChangeLog();
  private static FlightTable table;
  private static long withoutEffect;

  @BeforeAll
  static void writeAll() throws IOException {
    awsLocal = AwsLocal.start(AwsLocalOptions.defaults());
    RootKey key = AwsLocalOptions.defaults().rootKeys().getFirst();
    aws = new AwsClients(awsLocal.endpoint(), key.id(), key.secret());
    table = new FlightTable(aws.dynamo(), "flights");
    table.create();
    table.fill(FLIGHTS, LOG, ITEMS, more -> {});
    try (PacedWriter writer =
        new PacedWriter(
            aws.dynamo(),
            "flights",
            FLIGHTS,
            LOG,
            5,
            ITEMS,
            4000,
            OptionalLong.of(CHANGES),
            (event, number, image, sent) -> {})) {
      await().atMost(Duration.ofMinutes(1)).until(writer::done);
      withoutEffect = writer.withoutEffect();
    }
  }

  @AfterAll
  static void stop() {
    aws.close();
    awsLocal.close();
  }

  @Test
  void itMakesAsManyChangesAsAskedForAndSomeWritesWithoutEffect() {
    assertThat(LOG.size()).isEqualTo(ITEMS + CHANGES);
    assertThat(withoutEffect).isPositive();
  }

  @Test
  void theTableHoldsWhatTheLogSays() {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> expected = new HashMap<>();
    for (int number = 1; number <= LOG.last(); number++) {
      ChangeLog.Entry entry = LOG.find(number).orElseThrow();
      if (LOG.removalOf(number).isEmpty()
          && entry.event() != ChangeLog.Event.REMOVE
          && newest(entry)) {
        expected.put(FLIGHTS.key(entry.item()), FLIGHTS.image(entry.item(), number));
      }
    }

    assertThat(table.scan())
        .hasSize(expected.size())
        .allSatisfy(item -> {
          Map<String, AttributeValue> key =
              Map.of(
                  Flights.PARTITION_KEY, item.get(Flights.PARTITION_KEY),
                  Flights.SORT_KEY, item.get(Flights.SORT_KEY));
          assertThat(ItemComparison.difference(item, ItemJson.of(expected.get(key)))).isEmpty();
        });
  }

  @Test
  void theStreamHoldsWhatTheLogSays() {
    ChangeComparison comparison = new ChangeComparison(FLIGHTS, LOG, Instant.EPOCH);
    readStream(comparison);

    ChangeComparison.Result result = comparison.result();

    assertThat(result.examples()).isEmpty();
    assertThat(result.equal()).isTrue();
    assertThat(result.changes()).isEqualTo(ITEMS + CHANGES);
  }

  private static boolean newest(ChangeLog.Entry entry) {
    for (int later = entry.number() + 1; later <= LOG.last(); later++) {
      if (LOG.find(later).filter(other -> other.previous() == entry.number()).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private static void readStream(ChangeComparison comparison) {
    RootKey key = AwsLocalOptions.defaults().rootKeys().getFirst();
    try (DynamoDbStreamsClient streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(awsLocal.endpoint())
            .region(Region.of(AwsClients.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.id(), key.secret())))
            .build()) {
      String arn =
          aws.dynamo()
              .describeTable(request -> request.tableName("flights"))
              .table()
              .latestStreamArn();
      for (Shard shard :
          streams.describeStream(request -> request.streamArn(arn)).streamDescription().shards()) {
        String iterator =
            streams
                .getShardIterator(request ->
                    request
                        .streamArn(arn)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        readShard(streams, iterator, comparison);
      }
    }
  }

  private static void readShard(
      DynamoDbStreamsClient streams, String first, ChangeComparison comparison) {
    String iterator = first;
    while (iterator != null) {
      String at = iterator;
      GetRecordsResponse page = streams.getRecords(request -> request.shardIterator(at));
      page.records().stream().map(PacedWriterTest::row).forEach(comparison::add);
      iterator = page.records().isEmpty() ? null : page.nextShardIterator();
    }
  }

  private static ChangeComparison.Row row(Record record) {
    StreamRecord change = record.dynamodb();
    return new ChangeComparison.Row(
        change.keys().get(Flights.PARTITION_KEY).s(),
        change.keys().get(Flights.SORT_KEY).s(),
        record.eventNameAsString(),
        change.hasNewImage() ? ItemJson.of(change.newImage()) : "",
        change.hasOldImage() ? Optional.of(ItemJson.of(change.oldImage())) : Optional.empty());
  }
}
