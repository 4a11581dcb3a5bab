package dev.nightjar.awslocal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Streams in bad weather, one trouble at a time. */
class StreamConditionsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private DynamoDbStreamsClient streams;
  private StreamControl control;
  private TestTable table;
  private StreamReader reader;
  private String first;

  @BeforeEach
  void start() throws IOException {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
    dynamo = Clients.of(aws).dynamoDb();
    streams = Clients.of(aws).streams();
    control = aws.control().streams();
    table = TestTable.create(dynamo, StreamViewType.NEW_IMAGE);
    reader = new StreamReader(streams, table.streamArn());
    first = reader.shards().getFirst().shardId();
    clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    dynamo.close();
    streams.close();
    aws.close();
  }

  @Test
  void aListingMayBeOld() {
    listing(ListingDelays.none().withLag(SECOND));
    control.roll(table.streamArn());

    assertThat(reader.shards())
        .singleElement()
        .satisfies(shard -> assertThat(ending(shard)).isNull());
    assertThat(childrenOf(first)).isEmpty();

    clock.advance(SECOND);
    assertThat(reader.shards()).hasSize(2);
    assertThat(ending(reader.shards().getFirst())).isNotNull();
    assertThat(childrenOf(first)).hasSize(1);
  }

  @Test
  void aShardThatIsNotListedYetCanBeReadAllTheSame() {
    listing(ListingDelays.none().withLag(SECOND));
    control.roll(table.streamArn());
    table.put("a", 1, Map.of());

    String child = control.shards(table.streamArn()).getLast().id();
    assertThat(reader.readShard(child)).hasSize(1);
  }

  @Test
  void aParentMayLookOpenBesideItsChild() {
    listing(ListingDelays.none().withParentOpen(SECOND));
    control.roll(table.streamArn());

    assertThat(reader.children()).containsOnlyKeys(first);
    assertThat(ending(reader.shards().getFirst())).isNull();
    clock.advance(SECOND);
    assertThat(ending(reader.shards().getFirst())).isNotNull();
  }

  @Test
  void aChildMayBeListedWithoutItsParent() {
    listing(ListingDelays.none().withParentHidden(SECOND));
    control.roll(table.streamArn());

    assertThat(reader.shards())
        .singleElement()
        .satisfies(child -> assertThat(child.parentShardId()).isEqualTo(first));
    clock.advance(SECOND);
    assertThat(reader.shards()).hasSize(2);
  }

  @Test
  void oneChildMayBeListedBeforeTheOther() {
    listing(ListingDelays.none().withSecondChild(SECOND));
    control.split(table.streamArn(), first);

    assertThat(childrenOf(first)).hasSize(1);
    clock.advance(SECOND);
    assertThat(childrenOf(first)).hasSize(2);
  }

  @Test
  void aVanishedShardMayStillBeListed() {
    listing(ListingDelays.none().withVanished(SECOND));
    table.put("a", 1, Map.of());
    control.roll(table.streamArn());
    String iterator = reader.iterator(first, ShardIteratorType.TRIM_HORIZON);
    assertThatThrownBy(() ->
            control.vanish(table.streamArn(), control.shards(table.streamArn()).getLast().id()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is open");

    control.vanish(table.streamArn(), first);

    assertThat(reader.shards()).extracting(Shard::shardId).contains(first);
    assertThat(control.shards(table.streamArn())).extracting(ShardInfo::id).doesNotContain(first);
    assertThatThrownBy(() -> reader.records(iterator))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> reader.iterator(first, ShardIteratorType.TRIM_HORIZON))
        .isInstanceOf(ResourceNotFoundException.class);
    clock.advance(SECOND);
    assertThat(reader.shards()).extracting(Shard::shardId).doesNotContain(first);
  }

  @Test
  void delaysMayBeDrawnForEachShard() {
    listing(ListingDelays.none().withLag(Duration.ofMinutes(10)).withDrawn(true));
    for (int roll = 0; roll < 20; roll++) {
      control.roll(table.streamArn());
    }
    clock.advance(Duration.ofMinutes(5));

    List<String> listed = reader.shards().stream().map(Shard::shardId).toList();
    List<String> all = control.shards(table.streamArn()).stream().map(ShardInfo::id).toList();
    assertThat(all).hasSize(21).containsAll(listed);
    assertThat(listed).hasSizeBetween(5, 16);
    assertThat(all.subList(0, listed.size())).as("not the oldest ones").isNotEqualTo(listed);
    assertThat(reader.shards().stream().map(Shard::shardId)).isEqualTo(listed);
  }

  @Test
  void recordsMayBeTrimmedUnderAReader() {
    for (int i = 0; i < 5; i++) {
      table.put("a", i, Map.of());
    }
    String iterator = reader.iterator(first, ShardIteratorType.TRIM_HORIZON);
    String number = reader.readShard(first).get(1).dynamodb().sequenceNumber();

    control.trim(table.streamArn(), first, 2);

    assertThatThrownBy(() -> reader.records(iterator))
        .isInstanceOf(TrimmedDataAccessException.class);
    assertThatThrownBy(() ->
            reader.iterator(r ->
                r.shardId(first)
                    .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .sequenceNumber(number)))
        .isInstanceOf(TrimmedDataAccessException.class);
    assertThat(reader.readShard(first)).hasSize(3);
  }

  @Test
  void recordsMayBeTrimmedWithoutAWord() {
    for (int i = 0; i < 5; i++) {
      table.put("a", i, Map.of());
    }
    String iterator = reader.iterator(first, ShardIteratorType.TRIM_HORIZON);
    String number = reader.readShard(first).get(1).dynamodb().sequenceNumber();
    control.behave(control.conditions().withSilentTrims(true));

    control.trim(table.streamArn(), first, 3);

    assertThat(reader.records(iterator).records()).hasSize(2);
    String after =
        reader.iterator(r ->
            r.shardId(first)
                .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(number));
    assertThat(reader.records(after).records()).hasSize(2);
  }

  @Test
  void theRetentionMayChange() {
    table.put("a", 1, Map.of());
    clock.advance(Duration.ofHours(1));
    table.put("a", 2, Map.of());

    control.behave(control.conditions().withRetention(Duration.ofMinutes(30)));

    assertThat(reader.readShard(first)).hasSize(1);
  }

  @Test
  void iteratorsMayLiveShorter() {
    control.behave(control.conditions().withIteratorLife(SECOND));
    String iterator = reader.iterator(first, ShardIteratorType.TRIM_HORIZON);
    assertThat(reader.records(iterator).records()).isEmpty();

    clock.advance(Duration.ofSeconds(2));

    assertThatThrownBy(() -> reader.records(iterator)).isInstanceOf(ExpiredIteratorException.class);
  }

  @Test
  void pagesMayBeEmptyThoughThereAreRecords() {
    control.behave(control.conditions().withEmptyPages(0.5));
    table.put("a", 1, Map.of());
    control.roll(table.streamArn());

    int empty = 0;
    String iterator = reader.iterator(first, ShardIteratorType.TRIM_HORIZON);
    List<Record> records = List.of();
    while (iterator != null) {
      var page = reader.records(iterator);
      assertThat(records).isEmpty();
      records = page.records();
      empty += records.isEmpty() ? 1 : 0;
      iterator = page.nextShardIterator();
    }
    assertThat(records).as("the last page has them and no iterator").hasSize(1);
    for (int i = 0; i < 20; i++) {
      empty += reader.readShard(first).isEmpty() ? 1 : 0;
    }
    assertThat(empty).isBetween(4, 20);
  }

  @Test
  void shardsMayRollAndSplitByThemselves() {
    control.behave(control.conditions().withSeed(7).withRolls(0.3, 0.5));
    for (int i = 0; i < 60; i++) {
      table.put("key-" + i % 10, i, Map.of());
    }

    assertThat(reader.shards()).hasSizeGreaterThan(10);
    assertThat(reader.children().values()).anySatisfy(children -> assertThat(children).hasSize(2));
    assertThat(reader.readAll())
        .extracting(record -> record.dynamodb().keys().get("sk").n())
        .doesNotHaveDuplicates()
        .hasSize(60);
  }

  @Test
  void timesMayRunBackwardsButStayTheSame() {
    control.behave(control.conditions().withTimesBack(Duration.ofSeconds(20)));
    for (int i = 0; i < 30; i++) {
      table.put("a", 1, Map.of("n", AttributeValue.fromN(Integer.toString(i))));
    }

    List<Instant> times = times();
    assertThat(times).isNotEqualTo(times.stream().sorted().toList());
    assertThat(times)
        .allSatisfy(
            time -> assertThat(time).isBetween(clock.instant().minusSeconds(20), clock.instant()));
    assertThat(times()).isEqualTo(times);
  }

  @Test
  void sequenceNumbersMayHaveFortyDigitsAndStillRise() {
    table.put("a", 1, Map.of());
    control.behave(control.conditions().withSequenceDigits(40));
    control.roll(table.streamArn());
    table.put("a", 2, Map.of());

    List<String> numbers =
        reader.readAll().stream().map(record -> record.dynamodb().sequenceNumber()).toList();
    assertThat(numbers).extracting(String::length).containsExactly(24, 40);
    assertThat(new BigInteger(numbers.get(1))).isGreaterThan(new BigInteger(numbers.get(0)));
    String child = reader.shards().getLast().shardId();
    String behind =
        reader.iterator(r ->
            r.shardId(child)
                .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(numbers.get(1)));
    assertThat(reader.records(behind).records()).isEmpty();
  }

  private List<Instant> times() {
    return reader.readShard(first).stream()
        .map(record -> record.dynamodb().approximateCreationDateTime())
        .toList();
  }

  private List<Shard> childrenOf(String shard) {
    return reader
        .describe(r -> r.shardFilter(f -> f.type(ShardFilterType.CHILD_SHARDS).shardId(shard)))
        .shards();
  }

  private void listing(ListingDelays delays) {
    control.behave(control.conditions().withListing(delays));
  }

  private static String ending(Shard shard) {
    return shard.sequenceNumberRange().endingSequenceNumber();
  }
}
