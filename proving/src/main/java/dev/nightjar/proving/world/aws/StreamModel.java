package dev.nightjar.proving.world.aws;

import dev.nightjar.dynamodb.failure.IteratorExpiredException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.ItemKey;
import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.script.Setting;
import dev.nightjar.proving.world.script.Trouble;
import dev.nightjar.proving.world.time.Scheduler;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One stream of a table. Listings are eventually consistent, shards roll and split, records come
 * late, pages are empty or end early, what is older than 24 hours goes at some moment.
 */
public final class StreamModel {
  /** Keys go to slots, and shards hold ranges of slots. */
  static final int SLOTS = 64;

  private static final Duration ITERATOR_LIFE = Duration.ofMinutes(15);
  private static final int MOST_SLACK_MINUTES = 120;
  private static final int VAGUE_SECONDS = 40;

  private final Scheduler scheduler;
  private final Setting setting;
  private final Faults faults;
  private final SplittableRandom random;
  private final String arn;
  private final int number;
  private final Instant createdAt;
  private final List<ShardModel> shards = new ArrayList<>();
  private final boolean rising;
  private BigInteger sequence;
  private boolean enabled = true;

  /** Where an iterator stands. */
  private record Cursor(ShardModel shard, int place, Instant madeAt) {}

  StreamModel(
      Scheduler scheduler,
      Setting setting,
      Faults faults,
      SplittableRandom random,
      String arn,
      int number) {
    this.scheduler = scheduler;
    this.setting = setting;
    this.faults = faults;
    this.random = random;
    this.arn = arn;
    this.number = number;
    this.createdAt = scheduler.now();
    this.rising = random.nextBoolean();
    this.sequence = base();
    for (int i = 0; i < setting.shards(); i++) {
      int from = SLOTS * i / setting.shards();
      open(Optional.empty(), from, SLOTS * (i + 1) / setting.shards());
    }
  }

  /** Its ARN. */
  public String arn() {
    return arn;
  }

  /** Whether it is on. */
  public boolean enabled() {
    return enabled;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** All shards that there ever were. */
  public List<ShardModel> shards() {
    return shards;
  }

  /**
   * Numbers need not rise from a parent to its child: AWS promises an order within a shard alone.
   * No two are the same.
   */
  private BigInteger base() {
    return BigInteger.TEN
        .pow(setting.sequenceDigits() - 1)
        .multiply(BigInteger.valueOf(1 + random.nextInt(8)))
        .add(BigInteger.valueOf(shards.size() + 1L).multiply(BigInteger.TEN.pow(14)))
        .add(BigInteger.valueOf(number).multiply(BigInteger.TEN.pow(17)));
  }

  private BigInteger next(ShardModel shard) {
    long step = 1 + random.nextLong(1_000_000);
    if (!rising) {
      return shard.nextSequence(step);
    }
    sequence = sequence.add(BigInteger.valueOf(step));
    return sequence;
  }

  private void open(Optional<ShardModel> parent, int from, int to) {
    Instant now = scheduler.now();
    sequence = rising ? sequence.add(BigInteger.ONE) : base();
    ShardModel shard =
        new ShardModel(
            new ShardId("shardId-%020d-%08x".formatted(now.toEpochMilli(), random.nextInt())),
            parent,
            now,
            sequence,
            from,
            to,
            Duration.ofMinutes(random.nextInt(MOST_SLACK_MINUTES)));
    shards.add(shard);
    Duration life = setting.shardLife().multipliedBy(80 + random.nextInt(40)).dividedBy(100);
    scheduler.at(now.plus(life), () -> roll(shard));
  }

  private void roll(ShardModel shard) {
    if (enabled && shard.open()) {
      close(shard);
      open(Optional.of(shard), shard.fromSlot(), shard.toSlot());
    }
  }

  /** One of the open shards ends; one child goes on. */
  void roll(int pick) {
    List<ShardModel> open = shards.stream().filter(ShardModel::open).toList();
    if (enabled && !open.isEmpty()) {
      roll(open.get(pick % open.size()));
    }
  }

  /** One of the open shards ends; two children go on. */
  void split(int pick) {
    List<ShardModel> open =
        shards.stream()
            .filter(shard -> shard.open() && shard.toSlot() - shard.fromSlot() > 1)
            .toList();
    if (!enabled || open.isEmpty()) {
      return;
    }
    ShardModel shard = open.get(pick % open.size());
    int middle = (shard.fromSlot() + shard.toSlot()) / 2;
    close(shard);
    open(Optional.of(shard), shard.fromSlot(), middle);
    open(Optional.of(shard), middle, shard.toSlot());
  }

  private void close(ShardModel shard) {
    boolean atLastRecord = !shard.records().isEmpty() && random.nextBoolean();
    shard.close(scheduler.now(), atLastRecord ? shard.records().getLast().sequence() : next(shard));
  }

  void disable() {
    enabled = false;
    shards.stream().filter(ShardModel::open).forEach(this::close);
  }

  void write(
      ItemKey key, Optional<StoredItem> before, Optional<StoredItem> after, boolean expired) {
    int slot = Math.floorMod(key.pk().hashCode(), SLOTS);
    ShardModel shard =
        shards.stream().filter(one -> one.open() && one.holds(slot)).findFirst().orElseThrow();
    Instant now = scheduler.now();
    long noise = setting.clockNoise().toMillis();
    Instant clock = now.plusMillis(noise == 0 ? 0 : random.nextLong(2 * noise + 1) - noise);
    Instant readable = now.plusMillis(random.nextLong(setting.publishDelay().toMillis() + 1));
    // Nothing can be read before what was written before it.
    if (!shard.records().isEmpty() && shard.records().getLast().readableAt().isAfter(readable)) {
      readable = shard.records().getLast().readableAt();
    }
    shard
        .records()
        .add(
            new StreamRecord(
                next(shard), now, readable, clock.getEpochSecond(), key, before, after, expired));
  }

  /** A listing: late, and not always whole. */
  List<Shard> listing() {
    boolean vague = faults.has(Trouble.LISTING_VAGUE);
    List<Shard> listed = new ArrayList<>();
    for (ShardModel shard : shards) {
      Instant asOf = scheduler.now();
      if (vague) {
        asOf = asOf.minusSeconds(random.nextInt(VAGUE_SECONDS));
      } else {
        asOf = asOf.minusMillis(random.nextInt(1500));
      }
      boolean leftOut =
          vague && faults.strikes(Trouble.LISTING_VAGUE)
              || shard.isChild() && faults.sabotaged(Sabotage.CHILDREN_HIDDEN);
      if (!leftOut && shard.existedAt(asOf)) {
        listed.add(
            faults.sabotaged(Sabotage.PARENTS_HIDDEN)
                ? withoutParent(shard.listed(asOf))
                : shard.listed(asOf));
      } else if (!shard.goneAt(scheduler.now())) {
        shard.leftOut(scheduler.now());
      }
    }
    return listed;
  }

  private static Shard withoutParent(Shard shard) {
    return new Shard(
        shard.id(), Optional.empty(), shard.startingSequenceNumber(), shard.endingSequenceNumber());
  }

  /** Whoever reads it begins anew and knows no shard of it. */
  public void readAnew() {
    shards.forEach(ShardModel::forgotten);
  }

  /** The children of a shard, one of two at times. */
  List<Shard> children(ShardId parent) {
    return listing().stream()
        .filter(shard -> shard.parentId().equals(Optional.of(parent)))
        .toList();
  }

  String iterator(ShardId id, IteratorPosition position) {
    ShardModel shard = existing(id);
    shard.asked();
    int trimmed = shard.trimmed(scheduler.now());
    int place =
        switch (position) {
          case IteratorPosition.TrimHorizon _ -> trimmed;
          case IteratorPosition.Latest _ -> shard.records().size();
          case IteratorPosition.AtSequenceNumber(var number) ->
              shard.placeAfter(new BigInteger(number.toString()).subtract(BigInteger.ONE));
          case IteratorPosition.AfterSequenceNumber(var number) ->
              shard.placeAfter(new BigInteger(number.toString()));
        };
    if (place < trimmed && !setting.trimsSilently()) {
      throw new TrimmedDataException(
          "GetShardIterator",
          "TrimmedDataAccessException",
          "the position in " + id + " is older than the stream keeps",
          null);
    }
    return iterator(new Cursor(shard, Math.max(place, trimmed), scheduler.now()));
  }

  private String iterator(Cursor cursor) {
    return arn
        + "|"
        + shards.indexOf(cursor.shard())
        + "|"
        + cursor.place()
        + "|"
        + cursor.madeAt().toEpochMilli();
  }

  private Cursor cursor(String iterator) {
    String[] parts = iterator.split("\\|");
    return new Cursor(
        shards.get(Integer.parseInt(parts[1])),
        Integer.parseInt(parts[2]),
        Instant.ofEpochMilli(Long.parseLong(parts[3])));
  }

  private ShardModel existing(ShardId id) {
    return shards.stream()
        .filter(shard -> shard.id().equals(id) && shard.existedAt(scheduler.now()))
        .findFirst()
        .orElseThrow(() ->
            new NotFoundException(
                "GetShardIterator",
                "ResourceNotFoundException",
                "there is no shard " + id + " in " + arn,
                null));
  }

  RecordPage records(String iterator) {
    Cursor cursor = cursor(iterator);
    Instant now = scheduler.now();
    if (cursor.madeAt().plus(ITERATOR_LIFE).isBefore(now)) {
      throw new IteratorExpiredException(
          "GetRecords", "ExpiredIteratorException", "the iterator is older than 15 minutes", null);
    }
    ShardModel shard = cursor.shard();
    existing(shard.id());
    int trimmed = shard.trimmed(now);
    if (cursor.place() < trimmed && !setting.trimsSilently()) {
      throw new TrimmedDataException(
          "GetRecords",
          "TrimmedDataAccessException",
          "records of " + shard.id() + " were trimmed before they were read",
          null);
    }
    return page(new Cursor(shard, Math.max(cursor.place(), trimmed), cursor.madeAt()), now);
  }

  /**
   * When it ended, if it hid changes at that moment or later, and with them its end: nobody who
   * asks for its changes can know then that the table's later ones are not in it.
   */
  public Optional<Instant> endHiddenSince(Instant moment) {
    boolean hid = shards.stream().anyMatch(shard -> shard.hidAnySince(moment));
    return hid && shards.stream().noneMatch(ShardModel::open)
        ? shards.stream().flatMap(shard -> shard.closedAt().stream()).max(Comparator.naturalOrder())
        : Optional.empty();
  }

  private RecordPage page(Cursor cursor, Instant now) {
    ShardModel shard = cursor.shard();
    List<StreamRecord> all = shard.records();
    StringBuilder body = new StringBuilder("{\"Records\":[");
    int place = cursor.place();
    if (!faults.strikes(Trouble.PAGES_EMPTY) || !shard.canHide(place, now)) {
      int first = place;
      int records = 0;
      int limit = first + 1 + random.nextInt(setting.pageRecords());
      int last = all.size() - (faults.sabotaged(Sabotage.NEWEST_HIDDEN) ? 1 : 0);
      while (place < Math.min(limit, last)
          && !all.get(place).readableAt().isAfter(now)
          && (place == first || body.length() < setting.pageBytes())) {
        boolean skipped = faults.sabotaged(Sabotage.RECORDS_SKIPPED) && faults.draw(20) == 0;
        if (!skipped) {
          body.append(records == 0 ? "" : ",").append(all.get(place).json());
          records++;
        }
        place++;
      }
    }
    boolean empty = place == cursor.place();
    if (empty && place < all.size()) {
      shard.hid(place, now);
    }
    body.append(']');
    boolean over = !shard.open() && place == all.size() && (empty || random.nextBoolean());
    if (!over) {
      body.append(",\"NextShardIterator\":\"")
          .append(iterator(new Cursor(shard, place, now)))
          .append('"');
    }
    byte[] bytes = body.append('}').toString().getBytes(StandardCharsets.UTF_8);
    return RecordPage.parse(bytes, bytes.length, now.truncatedTo(ChronoUnit.SECONDS));
  }
}
