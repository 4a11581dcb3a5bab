package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.connection.AwsStub.Answer;
import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.IteratorExpiredException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.stream.StreamStatus;
import dev.nightjar.dynamodb.stream.StreamViewType;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsStreamClientTest {
  private static final ShardId SHARD = new ShardId("shardId-00000001414576573621-f55eea83");
  private static final String RECORD =
      """
      {"awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1767225600,"Keys":{"id":{"N":"1"}},
      "NewImage":{"id":{"N":"1"}},"SequenceNumber":"300000000000000499660","SizeBytes":41,
      "StreamViewType":"NEW_AND_OLD_IMAGES"},"eventID":"c9fb","eventName":"INSERT","eventSource":"aws:dynamodb",
      "eventVersion":"1.1"}\
      """;

  private AwsStub aws;
  private AwsConnector connector;
  private TableConnection connection;
  private StreamClient streams;

  @BeforeEach
  void connect() throws IOException {
    aws = new AwsStub();
    connector = aws.connector();
    connection = connector.connect(AwsStub.target("id-1"));
    streams = connection.streams();
  }

  @AfterEach
  void disconnect() {
    connection.close();
    connector.close();
    aws.close();
  }

  @Test
  void readsAPageOfRecords() {
    aws.answer(
        "GetRecords",
        Answer.json(
            "{\"NextShardIterator\":\""
                + AwsStub.STREAM
                + "|1|BBBB\",\"Records\":["
                + RECORD
                + "]}"));
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    RecordPage page = streams.records(AwsStub.STREAM + "|1|AAAA");

    assertThat(page.size()).isEqualTo(1);
    assertThat(page.answeredAt()).isBetween(before, Instant.now());
    assertThat(page.nextShardIterator()).contains(AwsStub.STREAM + "|1|BBBB");
    assertThat(page.firstSequenceNumber()).contains(SequenceNumber.parse("300000000000000499660"));
    assertThat(page.lastSequenceNumber()).isEqualTo(page.firstSequenceNumber());
    List<EventName> names = new ArrayList<>();
    page.forEach(change -> names.add(change.eventName()));
    assertThat(names).containsExactly(EventName.INSERT);
    AwsStub.Request request = aws.requests("GetRecords").getFirst();
    assertThat(request.body()).contains("\"Limit\":1000").contains("|1|AAAA");
    assertThat(request.authorization())
        .contains("Credential=ASIAROLE/")
        .contains("/us-east-1/dynamodb/");
  }

  @Test
  void readsAPageOfAMegabyte() {
    aws.answer(
        "GetRecords", Answer.json("{\"Records\":[" + (RECORD + ",").repeat(2499) + RECORD + "]}"));

    RecordPage page = streams.records("iterator");

    assertThat(page.size()).isEqualTo(2500);
    assertThat(page.bytes()).isGreaterThan(2500 * RECORD.length());
    assertThat(page.nextShardIterator()).isEmpty();
  }

  @Test
  void aPageWithoutAChecksumIsTakenAsItIs() {
    aws.answer("GetRecords", Answer.text(200, "{\"Records\":[]}"));

    assertThat(streams.records("iterator").size()).isZero();
  }

  @Test
  void aPageThatIsNotAsItsChecksumSaysIsAskedForAgain() {
    Answer good = Answer.json("{\"Records\":[" + RECORD + "]}");
    aws.answer("GetRecords", good.with("x-amz-crc32", "1"), good);

    assertThat(streams.records("iterator").size()).isEqualTo(1);
    assertThat(aws.requests("GetRecords")).hasSize(2);

    aws.answer("GetRecords", good.with("x-amz-crc32", "1"));
    assertThatThrownBy(() -> streams.records("iterator"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("CRC32");
  }

  @Test
  void aPageThatIsNoPageIsRejected() {
    aws.answer("GetRecords", Answer.json("{\"Records\":[{}]}"));

    assertThatThrownBy(() -> streams.records(AwsStub.STREAM + "|1|secret"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(AwsStub.STREAM)
        .hasMessageNotContaining("secret");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(400, "TrimmedDataAccessException", TrimmedDataException.class),
        Arguments.of(400, "ExpiredIteratorException", IteratorExpiredException.class),
        Arguments.of(400, "ResourceNotFoundException", NotFoundException.class),
        Arguments.of(400, "LimitExceededException", ThrottledException.class),
        Arguments.of(400, "ProvisionedThroughputExceededException", ThrottledException.class),
        Arguments.of(400, "ThrottlingException", ThrottledException.class),
        Arguments.of(500, "InternalServerError", TransientException.class),
        Arguments.of(503, "ServiceUnavailable", TransientException.class),
        Arguments.of(400, "ExpiredTokenException", TransientException.class),
        Arguments.of(400, "RequestAbortedException", TransientException.class),
        Arguments.of(400, "AccessDeniedException", AccessDeniedException.class),
        Arguments.of(400, "UnrecognizedClientException", AccessDeniedException.class),
        Arguments.of(400, "ValidationException", RejectedException.class));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void tellsFailuresApart(int status, String type, Class<? extends AwsException> expected) {
    aws.answer("GetRecords", Answer.error(status, type, "AWS's own words"));

    assertThatThrownBy(() -> streams.records("iterator"))
        .isInstanceOfSatisfying(
            expected,
            failure -> {
              assertThat(failure.operation()).isEqualTo("GetRecords");
              assertThat(failure.awsCode()).isEqualTo(type);
            })
        .hasMessageContaining("dynamodb:GetRecords")
        .hasMessageContaining("AWS's own words");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 407})
  void anErrorWithoutACodeIsSomeOtherServers(int status) {
    aws.answer("GetRecords", Answer.text(status, "<html><h1>Not here</h1></html>"));

    assertThatThrownBy(() -> streams.records("iterator"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("AWS answered " + status + ", without an error code")
        .hasMessageContaining("AWS_ENDPOINT_URL");
  }

  @Test
  void aDeniedActionIsNamed() {
    aws.answer("GetShardIterator", Answer.error(400, "AccessDeniedException", "not authorized"));

    assertThatThrownBy(
            () -> streams.shardIterator(AwsStub.STREAM, SHARD, new IteratorPosition.TrimHorizon()))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("must allow dynamodb:GetShardIterator on " + AwsStub.STREAM);
  }

  @Test
  void anAddressThatNobodyListensAtIsTransient() {
    aws.close();

    assertThatThrownBy(() -> streams.records("iterator")).isInstanceOf(TransientException.class);
  }

  @Test
  void anInterruptEndsACall() {
    aws.answer("GetRecords", Answer.json("{\"Records\":[]}"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> streams.records("iterator"))
        .isInstanceOf(CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void asksForIteratorsOfEveryKind() {
    aws.answer("GetShardIterator", Answer.json("{\"ShardIterator\":\"it\"}"));
    SequenceNumber number = SequenceNumber.parse("300000000000000499660");

    assertThat(streams.shardIterator(AwsStub.STREAM, SHARD, new IteratorPosition.TrimHorizon()))
        .isEqualTo("it");
    streams.shardIterator(AwsStub.STREAM, SHARD, new IteratorPosition.Latest());
    streams.shardIterator(AwsStub.STREAM, SHARD, new IteratorPosition.AtSequenceNumber(number));
    streams.shardIterator(
        AwsStub.STREAM, SHARD, new IteratorPosition.AfterSequenceNumber(SequenceNumber.parse("7")));

    List<String> bodies =
        aws.requests("GetShardIterator").stream().map(AwsStub.Request::body).toList();
    assertThat(bodies.get(0))
        .contains("\"TRIM_HORIZON\"")
        .contains(SHARD.value())
        .contains(AwsStub.STREAM);
    assertThat(bodies.get(1)).contains("\"LATEST\"").doesNotContain("SequenceNumber\":\"");
    assertThat(bodies.get(2))
        .contains("\"AT_SEQUENCE_NUMBER\"")
        .contains("\"300000000000000499660\"");
    assertThat(bodies.get(3))
        .contains("\"AFTER_SEQUENCE_NUMBER\"")
        .contains("\"000000000000000000007\"");
  }

  private static String description(String shards, String more) {
    return """
    {"StreamDescription":{"StreamArn":"%s","StreamLabel":"2026-01-01T00:00:00.000","StreamStatus":"ENABLED",
    "StreamViewType":"NEW_IMAGE","TableName":"orders","CreationRequestDateTime":1767225600,
    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"Shards":[%s]%s}}\
    """
        .formatted(AwsStub.STREAM, shards, more);
  }

  private static String shard(String id, String more) {
    return "{\"ShardId\":\""
        + id
        + "\",\"SequenceNumberRange\":{\"StartingSequenceNumber\":\"100000000000000000001\""
        + more
        + "}";
  }

  @Test
  void unitesThePagesOfAListing() {
    aws.answer(
        "DescribeStream",
        Answer.json(
            description(
                shard("shard-a", ",\"EndingSequenceNumber\":\"200000000000000000001\"}"),
                ",\"LastEvaluatedShardId\":\"shard-a\"")),
        Answer.json(description(shard("shard-b", "},\"ParentShardId\":\"shard-a\""), "")));

    StreamDescription stream = streams.describe(AwsStub.STREAM);

    SequenceNumber start = SequenceNumber.parse("100000000000000000001");
    assertThat(stream.shards())
        .containsExactly(
            new Shard(
                new ShardId("shard-a"),
                Optional.empty(),
                Optional.of(start),
                Optional.of(SequenceNumber.parse("200000000000000000001"))),
            new Shard(
                new ShardId("shard-b"),
                Optional.of(new ShardId("shard-a")),
                Optional.of(start),
                Optional.empty()));
    assertThat(stream.status()).isEqualTo(StreamStatus.ENABLED);
    assertThat(stream.viewType()).isEqualTo(StreamViewType.NEW_IMAGE);
    assertThat(stream.creationRequestDateTime()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(aws.requests("DescribeStream").get(1).body())
        .contains("\"ExclusiveStartShardId\":\"shard-a\"");
  }

  @Test
  void aListingThatFailsHalfWayIsNoListing() {
    aws.answer(
        "DescribeStream",
        Answer.json(description(shard("shard-a", "}"), ",\"LastEvaluatedShardId\":\"shard-a\"")),
        Answer.error(400, "AccessDeniedException", "no more"));

    assertThatThrownBy(() -> streams.describe(AwsStub.STREAM))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aListingThatGoesInCirclesEnds() {
    aws.answer(
        "DescribeStream",
        Answer.json(description(shard("shard-a", "}"), ",\"LastEvaluatedShardId\":\"shard-a\"")));

    assertThatThrownBy(() -> streams.describe(AwsStub.STREAM))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("came twice");
  }

  @Test
  void asksForTheChildrenOfAShard() {
    aws.answer(
        "DescribeStream",
        Answer.json(description(shard("shard-b", "},\"ParentShardId\":\"shard-a\""), "")));

    assertThat(streams.children(AwsStub.STREAM, new ShardId("shard-a")))
        .extracting(Shard::id)
        .containsExactly(new ShardId("shard-b"));
    assertThat(aws.requests("DescribeStream").getFirst().body())
        .contains("\"ShardFilter\"")
        .contains("\"CHILD_SHARDS\"")
        .contains("\"shard-a\"");
  }
}
