package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.ItemWriter;
import dev.nightjar.awslocal.dynamodb.item.Num;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.stream.Change;
import dev.nightjar.awslocal.stream.StreamOptions;
import dev.nightjar.awslocal.stream.TableStream;
import dev.nightjar.awslocal.stream.ViewType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A table: its items, its indexes, the history of its changes, and its stream. Thread-safe. One
 * lock makes each write one step: item, indexes, history and stream record.
 */
public final class Table implements Comparable<Table> {

  /** What has been expired for longer is kept: "items older than five years" (TTL). */
  private static final Duration TOO_OLD_TO_EXPIRE = Duration.ofDays(5 * 365);

  private final TableDefinition definition;
  private final String id;
  private final Instant creation;
  private final Clock clock;
  private final TablesOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final OrderedItems items = new OrderedItems();
  private final Map<String, OrderedItems> indexes = new LinkedHashMap<>();
  private final History history;
  private TableSettings settings;
  private Optional<TableStream> stream = Optional.empty();
  private Optional<TableStream> latestStream = Optional.empty();
  private Optional<String> timeToLive = Optional.empty();
  private Instant updatingUntil = Instant.MIN;
  private boolean deleted;
  private long sizeBytes;
  private long lastMicros;

  Table(TableDefinition definition, String id, Clock clock, TablesOptions options) {
    this.definition = definition;
    this.id = id;
    this.clock = clock;
    this.options = options;
    this.settings = definition.settings();
    this.creation = clock.instant();
    this.history = new History(micros(options.history()));
    definition.indexes().forEach(index -> indexes.put(index.name(), new OrderedItems()));
  }

  /** What it was created as. */
  public TableDefinition definition() {
    return definition;
  }

  /** The id of this table and of no other of its name. */
  public String id() {
    return id;
  }

  /** When it was created. */
  public Instant creation() {
    return creation;
  }

  /** {@code CREATING}, {@code UPDATING} or {@code ACTIVE}. */
  public String status() {
    return locked(() -> {
      Instant now = clock.instant();
      if (now.isBefore(creation.plus(options.creationTime()))) {
        return "CREATING";
      }
      return now.isBefore(updatingUntil) ? "UPDATING" : "ACTIVE";
    });
  }

  /** How it is set now. */
  public TableSettings settings() {
    return locked(() -> settings);
  }

  /** Sets it otherwise. */
  public void change(TableSettings other) {
    locked(() -> {
      settings = other;
      updating();
      return other;
    });
  }

  /** The stream that is written to. */
  public Optional<TableStream> stream() {
    return locked(() -> stream);
  }

  /** The newest stream, enabled or not. */
  public Optional<TableStream> latestStream() {
    return locked(() -> latestStream);
  }

  /**
   * Starts a new stream.
   *
   * @throws AwsError ValidationException if there is one
   */
  public void enableStream(ViewType view, StreamStarter starter) {
    locked(() -> {
      if (stream.isPresent()) {
        throw AwsError.validation(
            "Table already has an enabled stream: TableName: " + definition.arn().name());
      }
      stream =
          Optional.of(
              starter.start(
                  definition.arn().toString(),
                  definition.keys(),
                  view,
                  options.stream(),
                  options.creationTime()));
      latestStream = stream;
      updating();
      return stream;
    });
  }

  /**
   * Ends the stream.
   *
   * @throws AwsError ValidationException if there is none
   */
  public void disableStream() {
    locked(() -> {
      stream
          .orElseThrow(() ->
              AwsError.validation(
                  "Table does not have an enabled stream to disable: TableName: "
                      + definition.arn().name()))
          .disable();
      stream = Optional.empty();
      updating();
      return stream;
    });
  }

  /** The attribute that says when an item expires, where time to live is on. */
  public Optional<String> timeToLive() {
    return locked(() -> timeToLive);
  }

  /** Switches time to live on or off. */
  public void timeToLive(Optional<String> attribute) {
    locked(() -> {
      timeToLive = attribute;
      return attribute;
    });
  }

  /** Does something that nothing comes between, also over several calls of this table. */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** The item of that key, or {@link StoredItem#ABSENT}. */
  public StoredItem get(ItemKey key) {
    return locked(() -> items.get(key));
  }

  /**
   * Writes an item, or deletes it with {@link StoredItem#ABSENT}. Where that changes nothing,
   * nothing happens, and the stream has no record of it.
   *
   * @throws AwsError ResourceNotFoundException if the table was deleted meanwhile
   */
  public void put(ItemKey key, StoredItem after) {
    put(key, after, false);
  }

  /** The next items of the table, or of one of its indexes, in a range. */
  public ItemPage page(
      Optional<String> index,
      KeyRange range,
      Optional<ItemKey> after,
      boolean forward,
      int limit,
      int bytes) {
    return locked(
        () -> index.map(indexes::get).orElse(items).page(range, after, forward, limit, bytes));
  }

  /** What others may know of it. */
  public TableMetadata metadata() {
    return locked(() ->
        new TableMetadata(
            definition.arn().toString(),
            definition.arn().name(),
            definition.arn().account(),
            definition.arn().region(),
            id,
            creation,
            status(),
            items.size(),
            sizeBytes,
            latestStream.map(latest -> latest.identity().arn()),
            earliestSnapshot()));
  }

  /** As {@link Tables#snapshot}. */
  TableSnapshot snapshot(Instant asOf) {
    Optional<ItemWriter> writer =
        options.attributeOrderSeed().isPresent()
            ? Optional.of(ItemWriter.shuffled(options.attributeOrderSeed().getAsLong()))
            : Optional.empty();
    return locked(() -> {
      if (asOf.isBefore(earliestSnapshot()) || asOf.isAfter(clock.instant())) {
        throw new IllegalArgumentException(
            "table "
                + definition.arn()
                + " is known from "
                + earliestSnapshot()
                + " until now, not as of "
                + asOf);
      }
      return new Snapshot(
          definition.arn().toString(), id, asOf, items.all(), history.before(micros(asOf)), writer);
    });
  }

  /** As {@link Tables#expire}. */
  int expire() {
    Optional<String> attribute = timeToLive();
    if (attribute.isEmpty()) {
      return 0;
    }
    List<Map.Entry<ItemKey, StoredItem>> all =
        locked(() -> items.all().entrySet().stream().map(Map.Entry::copyOf).toList());
    int expired = 0;
    for (Map.Entry<ItemKey, StoredItem> entry : all) {
      if (isExpired(entry.getValue().item(), attribute.get())) {
        expired += locked(() -> delete(entry.getKey(), entry.getValue())) ? 1 : 0;
      }
    }
    return expired;
  }

  /** Ends the table: its stream is disabled, and nothing is written any more. */
  void delete() {
    locked(() -> {
      deleted = true;
      stream.ifPresent(TableStream::disable);
      stream = Optional.empty();
      return deleted;
    });
  }

  /** Tables are locked together in this order. */
  @Override
  public int compareTo(Table other) {
    return id.compareTo(other.id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Starts streams. */
  @FunctionalInterface
  public interface StreamStarter {
    /** As {@link dev.nightjar.awslocal.stream.Streams#start}. */
    TableStream start(
        String tableArn, KeySchema keys, ViewType view, StreamOptions options, Duration enabling);
  }

  private boolean delete(ItemKey key, StoredItem expected) {
    boolean unchanged = items.get(key).sameAs(expected);
    if (unchanged) {
      put(key, StoredItem.ABSENT, true);
    }
    return unchanged;
  }

  private boolean isExpired(Item item, String attribute) {
    if (!(item.attributes().get(attribute) instanceof Num expiry)) {
      return false;
    }
    BigDecimal now = BigDecimal.valueOf(clock.instant().getEpochSecond());
    BigDecimal oldest = now.subtract(BigDecimal.valueOf(TOO_OLD_TO_EXPIRE.toSeconds()));
    return expiry.value().compareTo(now) < 0 && expiry.value().compareTo(oldest) > 0;
  }

  private void put(ItemKey key, StoredItem after, boolean byService) {
    lock.lock();
    try {
      if (deleted) {
        throw AwsError.client("ResourceNotFoundException", "Requested resource not found");
      }
      StoredItem before = items.get(key);
      if (before.sameAs(after)) {
        return;
      }
      lastMicros = Math.max(lastMicros, micros(clock.instant()));
      var change = new Change(items.stored(key), before, after, lastMicros, byService);
      items.put(change.key(), after);
      sizeBytes += after.size() - before.size();
      index(change);
      history.add(change);
      stream.ifPresent(enabled -> enabled.append(change));
    } finally {
      lock.unlock();
    }
  }

  private void index(Change change) {
    for (SecondaryIndex index : definition.indexes()) {
      OrderedItems ordered = indexes.get(index.name());
      Item before = change.before().item();
      if (index.keys().fits(before)) {
        ordered.put(index.keys().keyOf(before).followedBy(change.key()), StoredItem.ABSENT);
      }
      Item after = change.after().item();
      if (index.keys().fits(after)) {
        ordered.put(index.keys().keyOf(after).followedBy(change.key()), change.after());
      }
    }
  }

  private void updating() {
    updatingUntil = clock.instant().plus(options.creationTime());
  }

  private Instant earliestSnapshot() {
    Instant kept = clock.instant().minus(options.history());
    return kept.isAfter(creation) ? kept : creation;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
