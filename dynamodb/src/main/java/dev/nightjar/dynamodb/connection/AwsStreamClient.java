package dev.nightjar.dynamodb.connection;

import static dev.nightjar.dynamodb.connection.AwsFailures.call;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.stream.StreamStatus;
import dev.nightjar.dynamodb.stream.StreamViewType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.SequenceNumberRange;
import software.amazon.awssdk.services.dynamodb.model.ShardFilter;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** DynamoDB Streams through the SDK. */
final class AwsStreamClient implements StreamClient {
  private static final String DESCRIBE_STREAM = "dynamodb:DescribeStream";
  private static final int MAXIMUM_RECORDS = 1000;
  private static final int MAXIMUM_SHARDS = 100;
  private static final int MINIMUM_DIGITS = 21;

  private final DynamoDbStreamsClient streams;

  AwsStreamClient(DynamoDbStreamsClient streams) {
    this.streams = streams;
  }

  @Override
  public StreamDescription describePage(String streamArn, Optional<ShardId> exclusiveStart) {
    return describe(streamArn, exclusiveStart, Optional.empty());
  }

  @Override
  public StreamDescription describe(String streamArn) {
    return describeAll(streamArn, Optional.empty());
  }

  @Override
  public List<Shard> children(String streamArn, ShardId parent) {
    return describeAll(streamArn, Optional.of(parent)).shards();
  }

  private StreamDescription describeAll(String streamArn, Optional<ShardId> parent) {
    List<Shard> shards = new ArrayList<>();
    Set<ShardId> starts = new HashSet<>();
    Optional<ShardId> start = Optional.empty();
    while (true) {
      StreamDescription page = describe(streamArn, start, parent);
      shards.addAll(page.shards());
      start = page.lastEvaluatedShardId();
      if (start.isEmpty()) {
        return new StreamDescription(
            page.streamArn(),
            page.label(),
            page.status(),
            page.viewType(),
            page.creationRequestDateTime(),
            shards,
            Optional.empty(),
            page.answeredAt());
      }
      if (!starts.add(start.get())) {
        throw new TransientException(
            "DescribeStream",
            "",
            "the pages of " + streamArn + " repeat: " + start.get() + " came twice",
            null);
      }
    }
  }

  private StreamDescription describe(
      String streamArn, Optional<ShardId> exclusiveStart, Optional<ShardId> parent) {
    DescribeStreamRequest.Builder request =
        DescribeStreamRequest.builder().streamArn(streamArn).limit(MAXIMUM_SHARDS);
    exclusiveStart.ifPresent(id -> request.exclusiveStartShardId(id.value()));
    parent.ifPresent(id ->
        request.shardFilter(
            ShardFilter.builder().type(ShardFilterType.CHILD_SHARDS).shardId(id.value()).build()));
    DescribeStreamResponse response =
        call(DESCRIBE_STREAM, streamArn, () -> streams.describeStream(request.build()));
    var description = response.streamDescription();
    return new StreamDescription(
        description.streamArn(),
        Optional.ofNullable(description.streamLabel()).orElse(""),
        status(description.streamStatusAsString()),
        viewType(description.streamViewTypeAsString()),
        Optional.ofNullable(description.creationRequestDateTime()),
        description.shards().stream().map(AwsStreamClient::shard).toList(),
        shardId(description.lastEvaluatedShardId()),
        AnswerDate.of("DescribeStream", response.sdkHttpResponse()));
  }

  private static StreamStatus status(String text) {
    for (StreamStatus status : StreamStatus.values()) {
      if (status.name().equals(text)) {
        return status;
      }
    }
    return StreamStatus.UNKNOWN;
  }

  static StreamViewType viewType(String text) {
    for (StreamViewType viewType : StreamViewType.values()) {
      if (viewType.name().equals(text)) {
        return viewType;
      }
    }
    return StreamViewType.UNKNOWN;
  }

  private static Shard shard(software.amazon.awssdk.services.dynamodb.model.Shard shard) {
    Optional<SequenceNumberRange> range = Optional.ofNullable(shard.sequenceNumberRange());
    return new Shard(
        new ShardId(shard.shardId()),
        shardId(shard.parentShardId()),
        range.map(SequenceNumberRange::startingSequenceNumber).map(AwsStreamClient::sequenceNumber),
        range.map(SequenceNumberRange::endingSequenceNumber).map(AwsStreamClient::sequenceNumber));
  }

  /** AWS leaves out what there is not; others may answer nothing between quotes. */
  private static Optional<ShardId> shardId(String text) {
    return Optional.ofNullable(text).filter(id -> !id.isBlank()).map(ShardId::new);
  }

  private static SequenceNumber sequenceNumber(String digits) {
    try {
      return SequenceNumber.parse(digits);
    } catch (IllegalArgumentException notANumber) {
      throw new RejectedException(
          "DescribeStream",
          "",
          "DescribeStream answered a sequence number that is none: " + digits,
          notANumber);
    }
  }

  @Override
  public String shardIterator(String streamArn, ShardId shard, IteratorPosition position) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamArn(streamArn).shardId(shard.value());
    switch (position) {
      case IteratorPosition.TrimHorizon() ->
          request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
      case IteratorPosition.Latest() -> request.shardIteratorType(ShardIteratorType.LATEST);
      case IteratorPosition.AtSequenceNumber(var number) ->
          request
              .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
              .sequenceNumber(digits(number));
      case IteratorPosition.AfterSequenceNumber(var number) ->
          request
              .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
              .sequenceNumber(digits(number));
    }
    return call(
        "dynamodb:GetShardIterator",
        streamArn + " " + shard,
        () -> streams.getShardIterator(request.build()).shardIterator());
  }

  // The API takes no fewer than 21 digits; AWS hands out none shorter, but an emulator may pad with
  // zeros.
  private static String digits(SequenceNumber number) {
    String digits = number.toString();
    return "0".repeat(Math.max(0, MINIMUM_DIGITS - digits.length())) + digits;
  }

  @Override
  public RecordPage records(String shardIterator) {
    var answer = new RecordCapture.Answer();
    GetRecordsRequest request =
        GetRecordsRequest.builder()
            .shardIterator(shardIterator)
            .limit(MAXIMUM_RECORDS)
            .overrideConfiguration(c -> c.putExecutionAttribute(RecordCapture.ANSWER, answer))
            .build();
    GetRecordsResponse response =
        call("dynamodb:GetRecords", streamOf(shardIterator), () -> streams.getRecords(request));
    try {
      return RecordPage.parse(
          answer.body(), answer.length(), AnswerDate.of("GetRecords", response.sdkHttpResponse()));
    } catch (MalformedJsonException malformed) {
      throw new RejectedException(
          "GetRecords",
          "",
          "the answer to GetRecords of "
              + streamOf(shardIterator)
              + " is not understood: "
              + malformed.getMessage(),
          malformed);
    }
  }

  // AWS's iterators are "<stream ARN>|<number>|<opaque>"; the ARN says enough, the rest is no one's
  // business.
  private static String streamOf(String shardIterator) {
    int bar = shardIterator.indexOf('|');
    return bar > 0 ? shardIterator.substring(0, bar) : "a shard";
  }
}
