package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The table of flights in DynamoDB: made, filled, scanned. */
public final class FlightTable {

  private static final int ITEMS_PER_BATCH = 25;
  private static final int BATCHES_AT_ONCE = 16;
  private static final int SEGMENTS = 4;

  private final DynamoDbClient dynamo;
  private final String name;

  /** The table of that name, which may not be there yet. */
  public FlightTable(DynamoDbClient dynamo, String name) {
    this.dynamo = dynamo;
    this.name = name;
  }

  /**
   * Creates the table with a stream of both images and point-in-time recovery.
   *
   * @return its ARN
   */
  public String create() {
    dynamo.createTable(
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(text(Flights.PARTITION_KEY), text(Flights.SORT_KEY))
            .keySchema(
                key(Flights.PARTITION_KEY, KeyType.HASH), key(Flights.SORT_KEY, KeyType.RANGE))
            .streamSpecification(
                s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
            .build());
    dynamo.waiter().waitUntilTableExists(request -> request.tableName(name));
    switchRecovery(true);
    return dynamo.describeTable(request -> request.tableName(name)).table().tableArn();
  }

  /**
   * An export of the table, as DynamoDB describes it.
   *
   * @param requested when it was asked for
   * @param exportTime the moment whose items it has, as AWS chose it
   */
  public record Export(Instant requested, Instant exportTime) {

    /**
     * What an export may lack, or have too much ("eventual consistency … up to 1 minute before or
     * after").
     */
    private static final Duration UNSURE = Duration.ofMinutes(1);

    /** It has everything that happened before this moment. */
    public Instant certainBefore() {
      return exportTime.minus(UNSURE);
    }

    /**
     * The one that a generation was loaded from, where exports are exact: the local AWS draws no
     * moment for each item unless it is told to, and tells the time in whole seconds.
     */
    public LoadedExport exact(long generation) {
      return new LoadedExport(
          generation, exportTime.minusSeconds(1), exportTime.plusSeconds(2), certainBefore());
    }
  }

  /** All of its exports. */
  public List<Export> exports() {
    String arn = dynamo.describeTable(request -> request.tableName(name)).table().tableArn();
    return dynamo.listExportsPaginator(request -> request.tableArn(arn)).stream()
        .flatMap(page -> page.exportSummaries().stream())
        .map(summary ->
            dynamo
                .describeExport(request -> request.exportArn(summary.exportArn()))
                .exportDescription())
        .map(export -> new Export(export.startTime(), export.exportTime()))
        .toList();
  }

  /** The ARN of its newest stream. */
  public String streamArn() {
    return dynamo.describeTable(request -> request.tableName(name)).table().latestStreamArn();
  }

  /** Switches its stream off, or another one on. */
  public void switchStream(boolean on) {
    StreamSpecification stream =
        on
            ? StreamSpecification.builder()
                .streamEnabled(true)
                .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                .build()
            : StreamSpecification.builder().streamEnabled(false).build();
    dynamo.updateTable(request -> request.tableName(name).streamSpecification(stream));
    dynamo.waiter().waitUntilTableExists(request -> request.tableName(name));
  }

  /** Switches point-in-time recovery on or off. */
  public void switchRecovery(boolean on) {
    dynamo.updateContinuousBackups(request ->
        request
            .tableName(name)
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(on)));
  }

  /** Switches time to live on, for the images that expire. */
  public void expireItems() {
    dynamo.updateTimeToLive(request ->
        request
            .tableName(name)
            .timeToLiveSpecification(live -> live.enabled(true).attributeName(Flights.EXPIRES)));
  }

  /**
   * Fills the table with items 0 to {@code count}, item {@code i} by the change {@code i + 1}.
   *
   * @param progress told how many more items are in
   * @throws NotWrittenException if DynamoDB does not take them, or the thread is interrupted
   */
  public void fill(Flights flights, ChangeLog log, int count, IntConsumer progress) {
    int first = log.begin(count);
    Semaphore atOnce = new Semaphore(BATCHES_AT_ONCE);
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> batches = new ArrayList<>();
      for (int from = 0; from < count; from += ITEMS_PER_BATCH) {
        int begin = from;
        int end = Math.min(count, from + ITEMS_PER_BATCH);
        atOnce.acquireUninterruptibly();
        batches.add(
            workers.submit(() -> {
              try {
                writeBatch(flights, log, begin, end, first);
                progress.accept(end - begin);
              } finally {
                atOnce.release();
              }
            }));
        throwFailed(batches);
      }
      for (Future<?> batch : batches) {
        await(batch);
      }
    }
  }

  /** All items, segment after segment, each page when it is asked for. */
  public Stream<Map<String, AttributeValue>> scan() {
    return Stream.iterate(0, segment -> segment < SEGMENTS, segment -> segment + 1)
        .flatMap(segment ->
            dynamo
                .scanPaginator(request ->
                    request
                        .tableName(name)
                        .consistentRead(true)
                        .segment(segment)
                        .totalSegments(SEGMENTS))
                .items()
                .stream());
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private void writeBatch(Flights flights, ChangeLog log, int from, int to, int firstChange) {
    List<WriteRequest> writes = new ArrayList<>();
    for (int item = from; item < to; item++) {
      Map<String, AttributeValue> image = flights.image(item, firstChange + item);
      writes.add(WriteRequest.builder().putRequest(put -> put.item(image)).build());
    }
    Instant sent = Instant.now();
    Map<String, List<WriteRequest>> left = Map.of(name, writes);
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      if (attempt > 0) {
        Rest.of(Duration.ofMillis(Math.min(2000, 25L << Math.min(attempt, 6))));
      }
      Map<String, List<WriteRequest>> batch = left;
      BatchWriteItemResponse response =
          dynamo.batchWriteItem(request -> request.requestItems(batch));
      left = response.unprocessedItems();
    }
    Instant acknowledged = Instant.now();
    for (int item = from; item < to; item++) {
      log.acknowledge(firstChange + item, Event.INSERT, item, 0, sent, acknowledged);
    }
  }

  private static void throwFailed(List<Future<?>> batches) {
    while (!batches.isEmpty() && batches.getFirst().isDone()) {
      await(batches.removeFirst());
    }
  }

  private static void await(Future<?> batch) {
    try {
      batch.get();
    } catch (ExecutionException e) {
      throw new NotWrittenException("The table cannot be filled: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotWrittenException("Interrupted.", e);
    }
  }
}
