package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Sabotage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a healing asks: which items were deleted unseen, the table that lists them, and ranges of
 * that list.
 */
final class DeletedItems {
  private static final String TABLE = "`default`\\.`([^`]+)`";
  private static final String OLDER = "`_version` < toUInt256\\('(\\d+)'\\)";
  private static final String ORDINAL = "nightjar-ordinal";
  private static final String BYTES = "nightjar-bytes";
  private static final String BETWEEN =
      " WHERE `nightjar-ordinal` BETWEEN \\{first:UInt64\\} AND \\{last:UInt64\\}";

  private static final Pattern COUNT =
      Pattern.compile(
          "SELECT countIf\\(%s\\) AS deleted, count\\(\\) AS items FROM %s FINAL WHERE _is_deleted = 0"
              .formatted(OLDER, TABLE));
  private static final Pattern FILL =
      Pattern.compile(
          "INSERT INTO %s \\((.+), `nightjar-ordinal`, `nightjar-bytes`\\) SELECT \\2, rowNumberInAllBlocks\\(\\) \\+ 1, byteSize\\(\\2\\) FROM \\(SELECT \\2 FROM %s FINAL WHERE %s AND _is_deleted = 0\\)"
              .formatted(TABLE, TABLE, OLDER));
  private static final Pattern SIZE =
      Pattern.compile(
          "SELECT count\\(\\) AS rows, uniqExact\\(`nightjar-ordinal`\\) AS ordinals, max\\(`nightjar-ordinal`\\) AS last FROM "
              + TABLE);
  private static final Pattern RANGE =
      Pattern.compile(
          "SELECT max\\(o\\) AS last FROM \\(SELECT `nightjar-ordinal` AS o, sum\\(`nightjar-bytes`\\) OVER \\(ORDER BY `nightjar-ordinal`\\) AS bytes FROM "
              + TABLE
              + BETWEEN
              + "\\) WHERE o = \\{first:UInt64\\} OR bytes <= \\{bytes:UInt64\\}");
  private static final Pattern LAST_KEYS =
      Pattern.compile(
          "SELECT argMax\\(toString\\(`pk`\\), `nightjar-ordinal`\\) AS key0, argMax\\(toString\\(`sk`\\), `nightjar-ordinal`\\) AS key1, max\\(`nightjar-ordinal`\\) AS last FROM "
              + TABLE
              + BETWEEN
              + " GROUP BY sipHash128\\((tuple\\(\\)|tuple\\(sk % 3\\))\\) ORDER BY last");
  private static final Pattern BLOCK =
      Pattern.compile(
          "SELECT (CAST\\(.+\\) AS `[^`]+`) FROM "
              + TABLE
              + " AS list"
              + BETWEEN
              + " ORDER BY list\\.`nightjar-ordinal`");
  private static final Pattern CAST =
      Pattern.compile("CAST\\(list\\.`([^`]+)` AS (.+?)\\) AS `([^`]+)`(?:, |$)");

  private final Function<String, TableModel> tables;
  private final RandomGenerator random;
  private final Faults faults;

  /** What came to be of a list. */
  record Filled(TableModel list, List<TableRow> rows) {}

  /**
   * @param tables finds a table, or throws what ClickHouse answers where there is none
   * @param random the order in which rows come that nothing sorts
   */
  DeletedItems(Function<String, TableModel> tables, RandomGenerator random, Faults faults) {
    this.tables = tables;
    this.random = random;
    this.faults = faults;
  }

  /** The answer as TabSeparatedWithNames or Native; empty for a query about something else. */
  Optional<byte[]> to(Query query) {
    String sql = query.sql();
    Matcher found = COUNT.matcher(sql);
    if (found.matches()) {
      return Optional.of(Tsv.of("deleted\titems", count(found)));
    }
    found = SIZE.matcher(sql);
    if (found.matches()) {
      return Optional.of(Tsv.of("rows\tordinals\tlast", size(tables.apply(found.group(1)))));
    }
    found = RANGE.matcher(sql);
    if (found.matches()) {
      return Optional.of(Tsv.of("last", Long.toString(lastThatFits(found, query))));
    }
    found = LAST_KEYS.matcher(sql);
    if (found.matches()) {
      return Optional.of(Tsv.of("key0\tkey1\tlast", lastKeys(found, query)));
    }
    found = BLOCK.matcher(sql);
    if (found.matches()) {
      return Optional.of(block(found, query));
    }
    return Optional.empty();
  }

  /**
   * Fills the list, if that is what a statement does.
   *
   * @param half whether only the first half of it comes to be
   */
  Optional<Filled> fill(String sql, boolean half) {
    Matcher found = FILL.matcher(sql);
    if (!found.matches()) {
      return Optional.empty();
    }
    List<TableRow> deleted =
        new ArrayList<>(older(tables.apply(found.group(3)), new BigInteger(found.group(4))));
    // Nothing sorts what an INSERT SELECT reads with several threads.
    Collections.shuffle(deleted, Random.from(random));
    if (faults.sabotaged(Sabotage.TOMBSTONE_FORGOTTEN) && !deleted.isEmpty()) {
      deleted.removeLast();
    }
    List<String> columns =
        Arrays.stream(found.group(2).split(", "))
            .map(column -> column.substring(1, column.length() - 1))
            .toList();
    TableModel list = tables.apply(found.group(1));
    int end = half ? deleted.size() / 2 : deleted.size();
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      rows.add(listed(deleted.get(i), columns, i + 1));
    }
    list.rows().addAll(rows);
    return Optional.of(new Filled(list, rows));
  }

  private static TableRow listed(TableRow row, List<String> columns, long ordinal) {
    Map<String, Optional<Object>> values = new LinkedHashMap<>();
    long bytes = 0;
    for (String column : columns) {
      Optional<Object> value = row.values().get(column);
      values.put(column, value);
      bytes += value.map(Object::toString).map(String::length).orElse(0) + Long.BYTES;
    }
    values.put(ORDINAL, Optional.of(ordinal));
    values.put(BYTES, Optional.of(bytes));
    return new TableRow(values, "all", "");
  }

  private static List<TableRow> older(TableModel table, BigInteger floor) {
    return table.latest().values().stream()
        .filter(row -> row.version().compareTo(floor) < 0)
        .toList();
  }

  private String count(MatchResult found) {
    TableModel table = tables.apply(found.group(2));
    return older(table, new BigInteger(found.group(1))).size() + "\t" + table.latest().size();
  }

  private static String size(TableModel list) {
    long[] ordinals = list.rows().stream().mapToLong(row -> row.number(ORDINAL)).toArray();
    return "%d\t%d\t%d"
        .formatted(
            ordinals.length,
            Arrays.stream(ordinals).distinct().count(),
            Arrays.stream(ordinals).max().orElse(0));
  }

  /** The rows of a range by their ordinals, in order. */
  private List<TableRow> range(String table, Query query) {
    long first = number(query, "first");
    long last = number(query, "last");
    return tables.apply(table).rows().stream()
        .filter(row -> row.number(ORDINAL) >= first && row.number(ORDINAL) <= last)
        .sorted(Comparator.comparingLong(row -> row.number(ORDINAL)))
        .toList();
  }

  private long lastThatFits(MatchResult found, Query query) {
    long first = number(query, "first");
    long most = number(query, "bytes");
    long last = 0;
    long bytes = 0;
    for (TableRow row : range(found.group(1), query)) {
      bytes += row.number(BYTES);
      if (row.number(ORDINAL) == first || bytes <= most) {
        last = row.number(ORDINAL);
      }
    }
    return last;
  }

  private String lastKeys(MatchResult found, Query query) {
    boolean partitioned = !found.group(2).equals("tuple()");
    Map<String, TableRow> last = new HashMap<>();
    for (TableRow row : range(found.group(1), query)) {
      last.put(partitioned ? Answers.partition(row.number("sk")) : "all", row);
    }
    TreeMap<Long, String> byOrdinal = new TreeMap<>();
    last.values()
        .forEach(row -> {
          long ordinal = row.number(ORDINAL);
          byOrdinal.put(ordinal, row.text("pk") + "\t" + row.number("sk") + "\t" + ordinal);
        });
    return byOrdinal.values().stream().collect(Collectors.joining("\n"));
  }

  private byte[] block(MatchResult found, Query query) {
    NativeWriter writer = new NativeWriter();
    Matcher cast = CAST.matcher(found.group(1));
    int end = 0;
    while (cast.find() && cast.start() == end) {
      writer.column(cast.group(1), cast.group(2), cast.group(3));
      end = cast.end();
    }
    if (end != found.group(1).length()) {
      throw new UnknownSqlException(query.sql());
    }
    return writer.write(range(found.group(2), query));
  }

  private static long number(Query query, String parameter) {
    return Long.parseLong(query.parameters().get(parameter).encoded());
  }
}
