package dev.nightjar.proving.world.aws;

import dev.nightjar.dynamodb.stream.StreamViewType;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableStream;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.ItemKey;
import dev.nightjar.proving.world.script.Setting;
import dev.nightjar.proving.world.time.Scheduler;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The table, with everything that it ever held, and its streams. */
public final class SimulatedTable {
  /** Where it is. */
  public static final String REGION = "eu-west-1";

  /** Its ARN. */
  public static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/events";

  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final Scheduler scheduler;
  private final Setting setting;
  private final Faults faults;
  private final SplittableRandom random;
  private final Map<ItemKey, List<Version>> versions = new TreeMap<>();
  private final List<StreamModel> streams = new ArrayList<>();
  private boolean exists;
  private int incarnation;
  private Instant createdAt;
  private long revision;
  private Instant lastWrite = Instant.EPOCH;

  /**
   * What an item was from a moment on.
   *
   * @param from the moment
   * @param item the item, if it was there
   */
  public record Version(Instant from, Optional<StoredItem> item) {}

  /** A table that does not exist yet. */
  public SimulatedTable(
      Scheduler scheduler, Setting setting, Faults faults, SplittableRandom random) {
    this.scheduler = scheduler;
    this.setting = setting;
    this.faults = faults;
    this.random = random;
  }

  /** Makes the table, without a stream. */
  public void create() {
    exists = true;
    incarnation++;
    createdAt = scheduler.now();
  }

  /** Deletes the table with all items; its stream ends. */
  public void delete() {
    exists = false;
    disableStream();
    for (Map.Entry<ItemKey, List<Version>> item : versions.entrySet()) {
      if (item.getValue().getLast().item().isPresent()) {
        item.getValue().add(new Version(scheduler.now(), Optional.empty()));
      }
    }
    lastWrite = scheduler.now();
  }

  /** Switches a new stream on. */
  public void enableStream() {
    if (exists && streams.stream().noneMatch(StreamModel::enabled)) {
      streams.add(
          new StreamModel(
              scheduler,
              setting,
              faults,
              random.split(),
              ARN + "/stream/" + LABEL.format(scheduler.now()),
              streams.size()));
    }
  }

  /** Switches the stream off. */
  public void disableStream() {
    streams.stream().filter(StreamModel::enabled).forEach(StreamModel::disable);
  }

  /** Whether it exists. */
  public boolean exists() {
    return exists;
  }

  /** All streams that it ever had. */
  public List<StreamModel> streams() {
    return streams;
  }

  /** The stream that is on. */
  public Optional<StreamModel> stream() {
    return streams.stream().filter(StreamModel::enabled).findFirst();
  }

  Optional<StreamModel> stream(String arn) {
    return streams.stream().filter(stream -> stream.arn().equals(arn)).findFirst();
  }

  /** When the newest write was. */
  public Instant lastWrite() {
    return lastWrite;
  }

  /** Every item that there ever was, with all that it was. */
  public Map<ItemKey, List<Version>> versions() {
    return versions;
  }

  /** An item as it is. */
  public Optional<StoredItem> item(ItemKey key) {
    List<Version> all = versions.get(key);
    return all == null ? Optional.empty() : all.getLast().item();
  }

  /** An item as it was at a moment. */
  public Optional<StoredItem> item(ItemKey key, Instant at) {
    Optional<StoredItem> found = Optional.empty();
    for (Version version : versions.getOrDefault(key, List.of())) {
      if (version.from().isAfter(at)) {
        break;
      }
      found = version.item();
    }
    return found;
  }

  /** Rolls a shard. */
  public void roll(int pick) {
    stream().ifPresent(stream -> stream.roll(pick));
  }

  /** Splits a shard. */
  public void split(int pick) {
    stream().ifPresent(stream -> stream.split(pick));
  }

  /** Carries out a write; one that changes nothing leaves no record. */
  public void write(Event.Write write) {
    if (!exists) {
      return;
    }
    Optional<StoredItem> before = item(write.key());
    switch (write.kind()) {
      case PUT ->
          store(
              write.key(),
              before,
              Optional.of(new StoredItem(write.key(), ++revision, write.amount())),
              false);
      case DELETE, EXPIRE -> {
        if (before.isPresent()) {
          store(write.key(), before, Optional.empty(), write.kind() == Event.WriteKind.EXPIRE);
        }
      }
      case NO_OP -> {
        // DynamoDB writes no record for a put that changes nothing.
      }
    }
  }

  private void store(
      ItemKey key, Optional<StoredItem> before, Optional<StoredItem> after, boolean expired) {
    versions.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Version(scheduler.now(), after));
    stream().ifPresent(stream -> stream.write(key, before, after, expired));
    lastWrite = scheduler.now();
  }

  String tableId() {
    return "00000000-0000-4000-8000-%012d".formatted(incarnation);
  }

  Optional<TableDescription> describe() {
    if (!exists) {
      return Optional.empty();
    }
    Optional<TableStream> latest =
        streams.isEmpty() || streams.getLast().createdAt().isBefore(createdAt)
            ? Optional.empty()
            : Optional.of(streams.getLast())
                .map(stream ->
                    new TableStream(
                        stream.arn(),
                        LABEL.format(stream.createdAt()),
                        stream.enabled(),
                        StreamViewType.NEW_AND_OLD_IMAGES));
    return Optional.of(
        new TableDescription(
            ARN,
            "events",
            tableId(),
            "ACTIVE",
            createdAt,
            List.of(
                new KeyAttribute("pk", KeyAttribute.Role.HASH, KeyAttribute.ScalarType.S),
                new KeyAttribute("sk", KeyAttribute.Role.RANGE, KeyAttribute.ScalarType.N)),
            latest,
            true,
            0,
            0,
            0,
            0,
            scheduler.now().truncatedTo(ChronoUnit.SECONDS)));
  }
}
