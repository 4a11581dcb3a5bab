package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.time.Scheduler;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ClickHouse itself, which outlives the server's processes. */
public final class DatabaseModel {
  private static final Pattern CREATE =
      Pattern.compile("CREATE TABLE IF NOT EXISTS `default`\\.`([^`]+)`[\\s\\S]*");

  private static final Pattern COMMENT =
      Pattern.compile("ALTER TABLE `default`\\.`([^`]+)` *MODIFY COMMENT '([^']*)'");

  private final Scheduler scheduler;
  private Instant startedAt;
  private final boolean partitioned;
  private final boolean remembers;
  private final Map<String, TableModel> tables = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final Set<String> running = new HashSet<>();
  private final Answers answers = new Answers(this::table);

  /** A part that arrived. */
  private record Part(TableModel table, List<TableRow> rows) {}

  /**
   * A ClickHouse without tables.
   *
   * @param partitioned whether the mirrored table has a partition key
   * @param remembers whether it remembers tokens
   */
  public DatabaseModel(Scheduler scheduler, boolean partitioned, boolean remembers) {
    this.scheduler = scheduler;
    this.startedAt = scheduler.now();
    this.partitioned = partitioned;
    this.remembers = remembers;
  }

  /** A table, if it was created. */
  public Optional<TableModel> table(String name) {
    return Optional.ofNullable(tables.get(name));
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

  /** A power cut takes the newest parts, of whatever tables. */
  public void loseNewest(int count) {
    startedAt = scheduler.now();
    for (int i = 0; i < count && !parts.isEmpty(); i++) {
      Part part = parts.removeLast();
      part.table().lose(part.rows());
    }
  }

  void execute(String sql) {
    Matcher comment = COMMENT.matcher(sql);
    if (comment.matches()) {
      tables.get(comment.group(1)).comment(comment.group(2).replace("\\n", "\n"));
      return;
    }
    Matcher create = CREATE.matcher(sql);
    if (!create.matches()) {
      throw new IllegalStateException("the model of ClickHouse does not know " + sql);
    }
    String name = create.group(1);
    tables.computeIfAbsent(
        name,
        _ ->
            new TableModel(
                name,
                "11111111-0000-4000-8000-%012d".formatted(tables.size() + 1),
                sql,
                remembers));
  }

  String answer(Query query) {
    if (query.sql().startsWith("SELECT toInt64(toUnixTimestamp(now())) - toInt64(uptime())")) {
      return "started\n" + startedAt.getEpochSecond() + "\n";
    }
    return answers.to(query);
  }

  /** An answer that whatever is looked for is there. */
  String answerYes(Query query) {
    return answers.yes(query).orElseGet(() -> answer(query));
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
      String partition =
          partitioned && keyed ? Answers.partition((Long) values.get("sk").orElseThrow()) : "all";
      parts
          .computeIfAbsent(partition, _ -> new ArrayList<>())
          .add(new TableRow(values, partition, token));
    }
    return parts;
  }

  void arrive(Insert insert, Map<String, List<TableRow>> arriving) {
    TableModel table = tables.get(insert.table().name());
    arriving.forEach((partition, rows) -> {
      if (table.arrive(insert.deduplicationToken().orElseThrow(), partition, rows)) {
        parts.add(new Part(table, rows));
      }
    });
  }

  /** The tokens are remembered, and the rows never come to be. */
  void poison(Insert insert, Map<String, List<TableRow>> arriving) {
    TableModel table = tables.get(insert.table().name());
    arriving
        .keySet()
        .forEach(partition -> table.remember(insert.deduplicationToken().orElseThrow(), partition));
  }

  /** It still runs, and arrives later. */
  void arriveLater(Insert insert, Map<String, List<TableRow>> parts, Duration after) {
    String id = insert.queryId().orElseThrow();
    running.add(id);
    scheduler.at(
        scheduler.now().plus(after),
        () -> {
          running.remove(id);
          arrive(insert, parts);
        });
  }
}
