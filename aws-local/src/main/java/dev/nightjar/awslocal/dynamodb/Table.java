package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.ItemWriter;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.stream.Change;
import dev.nightjar.awslocal.stream.TableStream;
import dev.nightjar.awslocal.stream.ViewType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  private final TableArn arn;
  private final String id;
  private final Instant creation;
  private final Clock clock;
  private final TablesOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final OrderedItems items = new OrderedItems();
  private final IndexedItems indexes = new IndexedItems();
  private final History history;
  private TableDefinition definition;
  private TableSettings settings;
  private Instant onDemandSince;
  private Optional<TableStream> stream = Optional.empty();
  private Optional<TableStream> latestStream = Optional.empty();
  private Optional<String> timeToLive = Optional.empty();
  private Instant updatingUntil = Instant.MIN;
  private boolean deleted;
  private long sizeBytes;
  private long lastMicros;

  Table(TableDefinition definition, String id, Clock clock, TablesOptions options) {
    this.arn = definition.arn();
    this.definition = definition;
    this.id = id;
    this.clock = clock;
    this.options = options;
    this.settings = definition.settings();
    this.creation = clock.instant();
    this.onDemandSince = creation;
    this.history = new History(Micros.of(options.history()));
    definition
        .indexes()
        .forEach(index -> indexes.add(index, items.all(), creation.plus(options.creationTime())));
  }

  /** Its keys and indexes as they are now. */
  public TableDefinition definition() {
    return locked(() -> definition);
  }

  /** Adds a global secondary index over what is there. */
  public void addIndex(SecondaryIndex index, Map<String, AttributeType> attributes) {
    locked(() -> {
      definition = definition.withIndex(index, attributes);
      updating();
      indexes.add(index, items.all(), updatingUntil);
      return definition;
    });
  }

  /** Removes an index, and the attribute definitions that only it used. */
  public void removeIndex(String name) {
    locked(() -> {
      definition = definition.withoutIndex(name);
      indexes.remove(name);
      updating();
      return definition;
    });
  }

  /** Gives an index another throughput. */
  public void changeIndex(SecondaryIndex changed) {
    locked(() -> {
      definition = definition.withChanged(changed);
      updating();
      return definition;
    });
  }

  /** An index as it is now. */
  public IndexState index(SecondaryIndex index) {
    return locked(() -> indexes.state(index.name(), keys(), clock.instant()));
  }

  /** The bytes of all items of a partition key, in the table and its local indexes. */
  public long collectionBytes(AttributeValue partition) {
    return locked(() -> {
      long bytes = items.bytes(KeyRange.partition(partition));
      for (SecondaryIndex index : definition.indexes()) {
        bytes += index.global() ? 0 : indexes.bytes(index.name(), keys(), partition);
      }
      return bytes;
    });
  }

  private KeySchema keys() {
    return definition.keys();
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
      if (other.onDemand() && !settings.onDemand()) {
        onDemandSince = clock.instant();
      }
      settings = other;
      updating();
      return other;
    });
  }

  /** Since when an on-demand table has been one. */
  public Instant onDemandSince() {
    return locked(() -> onDemandSince);
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
    startStream(view, starter, clock.instant());
  }

  /** Starts the stream that the table is made with; AWS gives both one time. */
  void bringStream(ViewType view, StreamStarter starter) {
    startStream(view, starter, creation);
  }

  private void startStream(ViewType view, StreamStarter starter, Instant requested) {
    locked(() -> {
      if (stream.isPresent()) {
        throw AwsError.validation("Table already has an enabled stream: TableName: " + arn.name());
      }
      stream =
          Optional.of(
              starter.start(
                  arn.toString(),
                  definition.keys(),
                  view,
                  options.stream(),
                  requested,
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
                  "Table does not have an enabled stream to disable: TableName: " + arn.name()))
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
            arn.toString(),
            arn.name(),
            arn.account(),
            arn.region(),
            id,
            creation,
            status(),
            items.size(),
            sizeBytes,
            latestStream.map(latest -> latest.identity().arn()),
            earliestSnapshot()));
  }

  /** As {@link Tables#snapshot}. */
  TableSnapshot snapshot(Instant asOf, Duration fuzz, long seed) {
    Optional<ItemWriter> writer =
        options.attributeOrderSeed().stream().mapToObj(ItemWriter::shuffled).findFirst();
    return locked(() -> {
      requireKnown(asOf);
      requireKnown(asOf.plus(fuzz));
      Instants instants = new Instants(Micros.of(asOf), Micros.of(fuzz), seed);
      return new Snapshot(arn.toString(), id, asOf, items.all(), history.before(instants), writer);
    });
  }

  /** As {@link Tables#changes}. */
  TableSnapshot changes(Instant from, Instant to, boolean oldImages) {
    return locked(() -> {
      requireKnown(from);
      var changed = history.within(Micros.of(from), Micros.of(to));
      return new ChangesSnapshot(arn.toString(), id, to, changed, oldImages);
    });
  }

  private void requireKnown(Instant asOf) {
    if (asOf.isBefore(earliestSnapshot()) || asOf.isAfter(clock.instant())) {
      throw new IllegalArgumentException(
          "table %s is known from %s until now, not as of %s"
              .formatted(arn, earliestSnapshot(), asOf));
    }
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
      if (Expiry.isOver(entry.getValue().item(), attribute.get(), clock.instant())) {
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

  private boolean delete(ItemKey key, StoredItem expected) {
    boolean unchanged = !deleted && items.get(key).sameAs(expected);
    if (unchanged) {
      put(key, StoredItem.ABSENT, true);
    }
    return unchanged;
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
      lastMicros = Math.max(lastMicros, Micros.of(clock.instant()));
      var change = new Change(items.stored(key), before, after, lastMicros, byService);
      items.put(change.key(), after);
      sizeBytes += after.size() - before.size();
      indexes.apply(change);
      history.add(change);
      stream.ifPresent(enabled -> enabled.append(change));
    } finally {
      lock.unlock();
    }
  }

  private void updating() {
    updatingUntil = clock.instant().plus(options.creationTime());
  }

  private Instant earliestSnapshot() {
    Instant kept = clock.instant().minus(options.history());
    return kept.isAfter(creation) ? kept : creation;
  }
}
