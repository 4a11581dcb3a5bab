package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.time.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ClickHouse itself, which outlives the server's processes. */
public final class DatabaseModel {
  private static final Pattern CREATE =
      Pattern.compile("CREATE TABLE (IF NOT EXISTS )?`default`\\.`([^`]+)`[\\s\\S]*");

  private static final Pattern COMMENT =
      Pattern.compile("ALTER TABLE `default`\\.`([^`]+)` *MODIFY COMMENT '([^']*)'");
  private static final Pattern DROP =
      Pattern.compile("DROP TABLE IF EXISTS `default`\\.`([^`]+)` SYNC");

  /** How the question for the server's start begins. */
  private static final String START = "SELECT 'second' AS what, ";

  private final Scheduler scheduler;
  private Instant startedAt;
  private int starts = 1;
  private Instant restartToldAt = Instant.MIN;
  private final boolean partitioned;
  private final Faults faults;
  private final Map<String, TableModel> tables = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final Set<String> running = new HashSet<>();
  private final Answers answers = new Answers(this::table);
  private final DeletedItems deleted;
  private final SpoiledParts spoiled;
  private int created;
  private long arrived;

  /** A part that arrived. */
  private record Part(TableModel table, List<TableRow> rows) {}

  /**
   * A ClickHouse without tables.
   *
   * @param partitioned whether the mirrored table has a partition key
   * @param random the order of rows that nothing sorts
   */
  public DatabaseModel(
      Scheduler scheduler, boolean partitioned, Faults faults, RandomGenerator random) {
    this.scheduler = scheduler;
    this.startedAt = scheduler.now();
    this.partitioned = partitioned;
    this.faults = faults;
    this.spoiled = new SpoiledParts(faults, scheduler);
    this.deleted = new DeletedItems(this::existing, random, faults);
  }

  /** A table, if it was created. */
  public Optional<TableModel> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  private TableModel existing(String name) {
    return table(name).orElseThrow(() -> unknown(name));
  }

  static ClickHouseException unknown(String table) {
    return new ClickHouseException(
        60, "UNKNOWN_TABLE", "Table default." + table + " does not exist");
  }

  /** A person takes a table's comment away. */
  public void removeComment(String table) {
    table(table).ifPresent(found -> found.comment(""));
  }

  /** Merges all parts of all tables that have versions and keys; what is merged is on disk. */
  public void merge() {
    parts.clear();
    tables.values().stream()
        .filter(table -> table.definition().contains("ReplacingMergeTree"))
        .forEach(TableModel::merge);
  }

  /** A power cut takes the newest parts, of whatever tables, and ends what runs. */
  public void loseNewest(int count) {
    startedAt = scheduler.now();
    starts++;
    running.clear();
    for (int i = 0; i < count && !parts.isEmpty(); i++) {
      Part part = parts.removeLast();
      part.table().lose(part.rows());
    }
  }

  /** It is started again while servers go on, without its newest parts. */
  public void restart(int lost) {
    loseNewest(lost);
    restartToldAt = Instant.MAX;
  }

  /**
   * When a server was told of the last restart; the end of time while none was. What one says
   * before that, it cannot know better.
   */
  public Instant restartToldAt() {
    return restartToldAt;
  }

  /**
   * Carries a statement out.
   *
   * @param half whether of what it writes only the first half comes to be
   */
  void execute(String sql, boolean half) {
    Matcher found = COMMENT.matcher(sql);
    if (found.matches()) {
      existing(found.group(1)).comment(found.group(2).replace("\\n", "\n"));
      return;
    }
    found = CREATE.matcher(sql);
    if (found.matches()) {
      create(found.group(2), sql, found.group(1) != null);
      return;
    }
    found = DROP.matcher(sql);
    if (found.matches()) {
      tables.remove(found.group(1));
      return;
    }
    DeletedItems.Filled filled =
        deleted.fill(sql, half).orElseThrow(() -> new UnknownSqlException(sql));
    parts.add(new Part(filled.list(), filled.rows()));
  }

  private void create(String name, String definition, boolean unlessThere) {
    if (tables.containsKey(name)) {
      if (unlessThere) {
        return;
      }
      throw new ClickHouseException(
          57, "TABLE_ALREADY_EXISTS", "Table default." + name + " already exists");
    }
    created++;
    tables.put(
        name,
        new TableModel(
            name,
            "11111111-0000-4000-8000-%012d".formatted(created),
            definition,
            !faults.sabotaged(Sabotage.TOKENS_FORGOTTEN)));
  }

  byte[] answer(Query query) {
    String sql = query.sql();
    if (sql.startsWith(START)) {
      if (restartToldAt.equals(Instant.MAX)) {
        restartToldAt = scheduler.now();
      }
      return Tsv.of(
          "what\tvalue",
          "second\t%d\ntable\t22222222-0000-4000-8000-%012d"
              .formatted(startedAt.getEpochSecond(), starts));
    }
    return deleted.to(query).orElseGet(() -> answers.to(query).getBytes(StandardCharsets.UTF_8));
  }

  /** An answer that whatever is looked for is there. */
  byte[] answerYes(Query query) {
    return answers
        .yes(query)
        .map(answer -> answer.getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> answer(query));
  }

  boolean isRunning(String queryId) {
    return running.contains(queryId);
  }

  /** The parts that an insert becomes, by partition; read before its builder is used again. */
  Map<String, List<TableRow>> parts(Insert insert) {
    Map<String, List<TableRow>> parts = new TreeMap<>();
    String token = insert.deduplicationToken().orElseThrow();
    boolean keyed = insert.table().name().equals("events");
    for (Map<String, Optional<Object>> values : NativeReader.rows(insert.block())) {
      spoiled.spoil(values);
      String partition =
          partitioned && keyed ? Answers.partition((Long) values.get("sk").orElseThrow()) : "all";
      parts
          .computeIfAbsent(partition, _ -> new ArrayList<>())
          .add(new TableRow(values, partition, token));
    }
    if (keyed) {
      List<TableRow> seen = existing(insert.table().name()).seen();
      parts.replaceAll((_, rows) -> spoiled.spoiled(rows, seen));
    }
    return parts;
  }

  /** How many rows came in so far, to stay or not. */
  public long arrived() {
    return arrived;
  }

  void arrive(Insert insert, Map<String, List<TableRow>> arriving) {
    TableModel table = tables.get(insert.table().name());
    arriving.forEach((partition, rows) -> {
      if (table.arrive(insert.deduplicationToken().orElseThrow(), partition, rows)) {
        arrived += rows.size();
        parts.add(new Part(table, rows));
      }
    });
  }

  /** The tokens are remembered, and the rows never come to be. */
  void poison(Insert insert, Map<String, List<TableRow>> arriving) {
    TableModel table = tables.get(insert.table().name());
    arriving.forEach((partition, rows) ->
        table.poison(insert.deduplicationToken().orElseThrow(), partition, rows));
  }

  /** It still runs, and arrives later, unless the power goes before. */
  void arriveLater(Insert insert, Map<String, List<TableRow>> parts, Duration after) {
    String id = insert.queryId().orElseThrow();
    int start = starts;
    running.add(id);
    scheduler.at(
        scheduler.now().plus(after),
        () -> {
          if (start == starts) {
            running.remove(id);
            arrive(insert, parts);
          }
        });
  }
}
