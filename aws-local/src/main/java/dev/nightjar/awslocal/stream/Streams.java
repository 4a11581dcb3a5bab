package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.operation.AwsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** All streams, those of tables that are gone included until they expire. Thread-safe. */
public final class Streams implements StreamControl {

  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[^/]+/stream/[^/]+");

  private final Clock clock;
  private final ConcurrentSkipListMap<String, TableStream> streams = new ConcurrentSkipListMap<>();
  private final AtomicReference<StreamConditions> conditions =
      new AtomicReference<>(StreamConditions.fair());

  /** No streams yet. */
  public Streams(Clock clock) {
    this.clock = clock;
  }

  /**
   * Starts a new stream of a table.
   *
   * @param at when it was asked for
   * @param enabling how long it stays ENABLING
   */
  public TableStream start(
      String tableArn,
      KeySchema keys,
      ViewType view,
      StreamOptions options,
      Instant at,
      Duration enabling) {
    Instant requested = at.truncatedTo(ChronoUnit.MILLIS);
    String[] arn = tableArn.split(":", 6);
    while (true) {
      String label = LABEL.format(requested);
      var identity =
          new StreamIdentity(
              tableArn + "/stream/" + label,
              label,
              arn[5].substring("table/".length()),
              arn[4],
              arn[3],
              requested,
              keys,
              view);
      var stream = new TableStream(identity, options, conditions::get, clock, at.plus(enabling));
      if (streams.putIfAbsent(identity.arn(), stream) == null) {
        return stream;
      }
      requested = requested.plusMillis(1);
    }
  }

  /** The streams of an account in a region, by ARN. */
  List<TableStream> list(String account, String region) {
    Instant now = clock.instant();
    streams.values().removeIf(stream -> stream.expired(now));
    return streams.values().stream()
        .filter(stream ->
            stream.identity().account().equals(account)
                && stream.identity().region().equals(region))
        .toList();
  }

  /**
   * The stream of that ARN.
   *
   * @throws AwsError ValidationException if it is no ARN of a stream, ResourceNotFoundException if
   *     there is no such stream any more
   */
  TableStream require(String arn) {
    requireArn(arn);
    return find(arn)
        .orElseThrow(() ->
            AwsError.client(
                "ResourceNotFoundException",
                "Requested resource not found: Stream: " + arn + " not found"));
  }

  /**
   * Refuses what is no ARN of a stream.
   *
   * @throws AwsError ValidationException
   */
  void requireArn(String arn) {
    if (!ARN.matcher(arn).matches()) {
      throw AwsError.validation("Invalid StreamArn");
    }
  }

  @Override
  public List<ShardInfo> shards(String streamArn) {
    return controlled(streamArn).shards();
  }

  @Override
  public void roll(String streamArn) {
    controlled(streamArn).roll();
  }

  @Override
  public void roll(String streamArn, String shardId) {
    controlled(streamArn).roll(shardId);
  }

  @Override
  public void split(String streamArn, String shardId) {
    controlled(streamArn).split(shardId);
  }

  @Override
  public void trim(String streamArn) {
    controlled(streamArn).trim();
  }

  @Override
  public void trim(String streamArn, String shardId, long records) {
    controlled(streamArn).trim(shardId, records);
  }

  @Override
  public void vanish(String streamArn, String shardId) {
    controlled(streamArn).vanish(shardId);
  }

  @Override
  public StreamConditions conditions() {
    return conditions.get();
  }

  @Override
  public void behave(StreamConditions others) {
    conditions.set(others);
  }

  private Optional<TableStream> find(String arn) {
    Optional<TableStream> stream = Optional.ofNullable(streams.get(arn));
    if (stream.isPresent() && stream.get().expired(clock.instant())) {
      streams.remove(arn);
      return Optional.empty();
    }
    return stream;
  }

  private TableStream controlled(String arn) {
    return find(arn).orElseThrow(() -> new NoSuchElementException("no stream " + arn));
  }
}
