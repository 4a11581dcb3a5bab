package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Event;
import dev.nightjar.proving.flights.PacedWriter.Watcher;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** One worker's items and what it does to them next. Not thread-safe. */
final class ItemWriter {

  private final DynamoDbClient dynamo;
  private final String table;
  private final Flights flights;
  private final ChangeLog log;
  private final Watcher watcher;
  private final Optional<Expiry> expiry;
  private final SplittableRandom random;
  private final int step;
  private final Items living = new Items();
  private final Items removed = new Items();
  private int nextItem;

  ItemWriter(
      DynamoDbClient dynamo,
      String table,
      Flights flights,
      ChangeLog log,
      Watcher watcher,
      Optional<Expiry> expiry,
      long seed,
      int worker,
      int workers,
      int filled) {
    this.dynamo = dynamo;
    this.table = table;
    this.flights = flights;
    this.log = log;
    this.watcher = watcher;
    this.expiry = expiry;
    this.random = new SplittableRandom(seed + worker);
    this.step = workers;
    int item = worker;
    for (; item < filled; item += workers) {
      living.add(item, item + 1);
    }
    this.nextItem = item;
  }

  /** Makes one effective change; answers how many writes without effect went before it. */
  int change() {
    int idle = 0;
    if (random.nextInt(100) < 15 && !living.isEmpty()) {
      repeat();
      idle++;
    }
    int dice = random.nextInt(100);
    if (living.isEmpty() || dice < 25) {
      insert();
    } else if (dice < 40) {
      if (expiry.isPresent() && random.nextInt(3) == 0) {
        expire(expiry.get());
      } else {
        remove();
      }
    } else {
      modify(dice < 70);
    }
    return idle;
  }

  private void insert() {
    boolean again = !removed.isEmpty() && random.nextInt(3) == 0;
    int item;
    if (again) {
      int at = random.nextInt(removed.size());
      item = removed.item(at);
      removed.drop(at);
    } else {
      item = nextItem;
      nextItem += step;
    }
    int number = log.begin();
    Instant sent = Instant.now();
    put(item, number);
    acknowledged(number, Event.INSERT, item, 0, sent);
    living.add(item, number);
  }

  private void modify(boolean whole) {
    int at = anyLiving();
    int item = living.item(at);
    int before = living.image(at);
    int number = log.begin();
    Instant sent = Instant.now();
    if (whole) {
      put(item, number);
    } else {
      update(item, number);
    }
    acknowledged(number, Event.MODIFY, item, before, sent);
    living.set(at, number);
  }

  private void remove() {
    int at = anyLiving();
    int item = living.item(at);
    int before = living.image(at);
    int number = log.begin();
    Instant sent = Instant.now();
    delete(item);
    acknowledged(number, Event.REMOVE, item, before, sent);
    living.drop(at);
    removed.add(item, 0);
  }

  /** Two changes: it gets a time to live that is over, and goes. */
  private void expire(Expiry deletion) {
    int at = anyLiving();
    int item = living.item(at);
    Instant sent = Instant.now();
    long second = sent.getEpochSecond() - 1;
    int number = log.beginExpiring(second);
    Map<String, AttributeValue> image = flights.expiring(item, number, second);
    // Whoever deletes next deletes it: from here on that may be another worker.
    int removal = log.begin();
    dynamo.putItem(request -> request.tableName(table).item(image));
    acknowledged(number, Event.MODIFY, item, living.image(at), sent);
    try {
      deletion.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotWrittenException("Interrupted.", e);
    }
    acknowledged(removal, Event.REMOVE, item, number, sent);
    living.drop(at);
    removed.add(item, 0);
  }

  /** In a part of all cases the last one, so that an item changes more than once in a second. */
  private int anyLiving() {
    return random.nextInt(4) == 0 ? living.size() - 1 : random.nextInt(living.size());
  }

  /** Writes what is there already: the stream has no record of it. */
  private void repeat() {
    int at = random.nextInt(living.size());
    switch (random.nextInt(3)) {
      case 0 -> put(living.item(at), living.image(at));
      case 1 -> update(living.item(at), living.image(at));
      default -> delete(nextItem);
    }
  }

  private void acknowledged(int number, Event event, int item, int before, Instant sent) {
    watcher.acknowledged(event, number, event == Event.REMOVE ? before : number, sent);
    log.acknowledge(number, event, item, before, sent, Instant.now());
  }

  private void put(int item, int number) {
    Map<String, AttributeValue> image = flights.image(item, number);
    dynamo.putItem(request -> request.tableName(table).item(image));
  }

  private void delete(int item) {
    dynamo.deleteItem(request -> request.tableName(table).key(flights.key(item)));
  }

  private void update(int item, int number) {
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    StringBuilder expression = new StringBuilder("SET ");
    int at = 0;
    for (Map.Entry<String, AttributeValue> attribute : flights.moving(item, number).entrySet()) {
      expression.append(at == 0 ? "" : ", ").append("#a" + at + " = :a" + at);
      names.put("#a" + at, attribute.getKey());
      values.put(":a" + at, attribute.getValue());
      at++;
    }
    if (!names.containsValue(Flights.SOMETIMES)) {
      expression.append(" REMOVE " + Flights.SOMETIMES);
    }
    dynamo.updateItem(
        UpdateItemRequest.builder()
            .tableName(table)
            .key(flights.key(item))
            .updateExpression(expression.toString())
            .expressionAttributeNames(names)
            .expressionAttributeValues(values)
            .build());
  }
}
