package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.stream.StreamControl;
import dev.nightjar.awslocal.stream.Streams;
import dev.nightjar.awslocal.stream.ViewType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** All tables of all accounts and regions, and their streams. In memory. Thread-safe. */
public final class TableStore implements Tables {

  private final Clock clock;
  private final TablesOptions options;
  private final Streams streams;
  private final ConcurrentSkipListMap<String, Table> tables = new ConcurrentSkipListMap<>();

  /** No tables yet. */
  public TableStore(Clock clock, TablesOptions options) {
    this.clock = clock;
    this.options = options;
    this.streams = new Streams(clock);
  }

  /** The clock of all that is in here. */
  public Clock clock() {
    return clock;
  }

  /** The tables' streams. */
  public Streams streams() {
    return streams;
  }

  /** What can be done to the streams on command. */
  public StreamControl streamControl() {
    return streams;
  }

  @Override
  public Optional<TableMetadata> find(String tableArn) {
    return Optional.ofNullable(tables.get(tableArn)).map(Table::metadata);
  }

  @Override
  public List<TableMetadata> list(String account, String region) {
    return all(account, region).stream().map(Table::metadata).toList();
  }

  @Override
  public TableSnapshot snapshot(String tableArn, Instant asOf, Duration fuzz, long seed) {
    return existing(tableArn).snapshot(asOf, fuzz, seed);
  }

  @Override
  public TableSnapshot changes(String tableArn, Instant from, Instant to, boolean oldImages) {
    return existing(tableArn).changes(from, to, oldImages);
  }

  @Override
  public int expire(String tableArn) {
    return existing(tableArn).expire();
  }

  /** Deletes what time to live has run out for, in every table; answers how many items. */
  int expireAll() {
    return tables.values().stream().mapToInt(Table::expire).sum();
  }

  /** The tables of an account in a region, by name. */
  public List<Table> all(String account, String region) {
    return tables.values().stream()
        .filter(table ->
            table.definition().arn().account().equals(account)
                && table.definition().arn().region().equals(region))
        .toList();
  }

  /** The table of a name, in the caller's account and region, or of an ARN. */
  public Optional<Table> find(String nameOrArn, Caller caller) {
    return Optional.ofNullable(tables.get(arn(nameOrArn, caller).toString()));
  }

  /**
   * The table of a name, in the caller's account and region, or of an ARN, to read and write items.
   *
   * @throws AwsError ResourceNotFoundException if there is none, or it is still being created
   */
  public Table usable(String nameOrArn, Caller caller) {
    return find(nameOrArn, caller)
        .filter(table -> !table.status().equals("CREATING"))
        .orElseThrow(
            () -> AwsError.client("ResourceNotFoundException", "Requested resource not found"));
  }

  /** The ARN of a table of that name, in the caller's account and region, or that ARN. */
  public static TableArn arn(String nameOrArn, Caller caller) {
    return TableArn.parse(nameOrArn)
        .orElseGet(() -> new TableArn(caller.region(), caller.account(), nameOrArn));
  }

  /**
   * Creates a table.
   *
   * @throws AwsError ResourceInUseException if there is one of that name
   */
  public Table create(TableDefinition definition, Optional<ViewType> stream) {
    var table = new Table(definition, UUID.randomUUID().toString(), clock, options);
    return table.locked(() -> {
      if (tables.putIfAbsent(definition.arn().toString(), table) != null) {
        throw AwsError.client(
            "ResourceInUseException", "Table already exists: " + definition.arn().name());
      }
      stream.ifPresent(view -> table.bringStream(view, streams::start));
      return table;
    });
  }

  /** Deletes a table; its stream can be read until its records expire. */
  public void delete(Table table) {
    table.delete();
    tables.remove(table.definition().arn().toString(), table);
  }

  /** Does something to several tables that nothing comes between. */
  public static <T> T locked(SortedSet<Table> tables, Supplier<T> work) {
    return tables.isEmpty()
        ? work.get()
        : tables.first().locked(() -> locked(others(tables), work));
  }

  private static SortedSet<Table> others(SortedSet<Table> tables) {
    var others = new TreeSet<>(tables);
    others.removeFirst();
    return others;
  }

  private Table existing(String tableArn) {
    return Optional.ofNullable(tables.get(tableArn))
        .orElseThrow(() -> new NoSuchElementException("no table " + tableArn));
  }
}
