package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Fact;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.server.rights.Scope;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses how queries of restricted callers run.
 *
 * <p>ClickHouse applies {@code additional_table_filters} wherever a table is read, but its
 * optimizer may evaluate other conditions first (in PREWHERE, below joins, on values of an index),
 * and {@code throwIf(secret = 42)} in such a condition would tell of hidden rows. So the conditions
 * of a caller run in a plan that nothing is moved in: read, filter, then the rest. Where ClickHouse
 * evaluates conditions on the values of keys and partitions, before any row is read, and fails, the
 * query runs once more without that, and only what comes of this is told.
 */
final class RowGuards {
  private static final String FILTERS = "additional_table_filters";
  private static final String AS_WRITTEN = "query_plan_enable_optimizations";

  /** Settings without which the filters do not hold. */
  private static final Set<String> NEEDED = Set.of(FILTERS, AS_WRITTEN);

  /**
   * Filters stay apart from conditions, and come after FINAL; what a condition was found to be on
   * one token's rows is not remembered for another's.
   */
  private static final Map<String, String> OF_PIPES =
      Map.of(
          "query_plan_merge_filters", "0",
          "enable_analyzer", "1",
          "optimize_move_to_prewhere_if_final", "0",
          "use_skip_indexes_on_data_read", "0",
          "use_query_condition_cache", "0");

  /** A plan in which nothing is moved, by an index of the table's key at most. */
  private static final Map<String, String> OF_CALLERS =
      Map.of(
          AS_WRITTEN,
          "0",
          "optimize_move_to_prewhere",
          "0",
          "optimize_move_to_prewhere_if_final",
          "0",
          "enable_join_runtime_filters",
          "0",
          "use_skip_indexes",
          "0",
          "use_skip_indexes_on_data_read",
          "0",
          "use_statistics_for_part_pruning",
          "0",
          "use_query_condition_cache",
          "0");

  /** Nothing is evaluated but on rows that were read and that the filter has let pass. */
  private static final Map<String, String> BLINDLY =
      Map.of("use_primary_key", "0", "use_partition_pruning", "0");

  private static final int REMEMBERED = 2_000;
  private static final int LONGEST_REMEMBERED = 2_000;

  private final Fact<Set<String>> known;
  private final SqlGate gate;
  private final Map<String, Boolean> conditions =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  RowGuards(ClickHouse clickHouse, SqlGate gate) {
    this.known = new Fact<>(() -> known(clickHouse));
    this.gate = gate;
  }

  private static Set<String> known(ClickHouse clickHouse) {
    List<String> names =
        Stream.of(NEEDED, OF_PIPES.keySet(), OF_CALLERS.keySet(), BLINDLY.keySet())
            .flatMap(Set::stream)
            .map(Sql::string)
            .distinct()
            .toList();
    Set<String> known = new HashSet<>();
    for (Row row :
        clickHouse.rows(
            Query.of(
                "SELECT name FROM system.settings WHERE name IN ("
                    + String.join(",", names)
                    + ")"))) {
      known.add(row.string("name"));
    }
    return Set.copyOf(known);
  }

  /** For a query that a pipe publishes: the caller has chosen values in it, no conditions. */
  RowGuard ofPipe(String database, Readable readable) {
    Map<String, String> filters = readable.rights().filters();
    return filters.isEmpty() ? unfiltered(database, readable) : guard(database, readable, OF_PIPES);
  }

  /**
   * For a query that the caller wrote.
   *
   * @param readsPipes whether it reads pipes: their conditions hide rows as a filter does
   */
  RowGuard ofCaller(String database, Readable readable, boolean readsPipes) {
    Map<String, String> filters = readable.rights().filters();
    return readable.isAll() || (filters.isEmpty() && !readsPipes)
        ? unfiltered(database, readable)
        : guard(database, readable, OF_CALLERS);
  }

  private static RowGuard unfiltered(String database, Readable readable) {
    return new RowGuard(database, Map.of(), Map.of(), Optional.empty(), !readable.isAll());
  }

  private RowGuard guard(String database, Readable readable, Map<String, String> plan) {
    Map<String, String> filters = readable.rights().filters();
    Set<String> there = known.get();
    if (!there.containsAll(NEEDED)) {
      throw new SqlRefusedException(
          "This ClickHouse does not know the setting "
              + NEEDED.stream().filter(name -> !there.contains(name)).findFirst().orElseThrow()
              + ", without which the filters of tokens would not hold. Use a later one.");
    }
    for (Scope scope : readable.rights().scopes()) {
      scope.filter().ifPresent(filter -> requireCondition(scope.resource().orElse(""), filter));
    }
    Map<String, String> settings = new HashMap<>(plan);
    if (!filters.isEmpty()) {
      settings.put(FILTERS, value(database, filters));
    }
    settings.keySet().retainAll(there);
    Map<String, String> strictly = new HashMap<>(settings);
    strictly.putAll(OF_CALLERS);
    strictly.putAll(BLINDLY);
    strictly.keySet().retainAll(there);
    return new RowGuard(database, filters, settings, Optional.of(strictly), true);
  }

  /**
   * Whoever signs a JWT writes its filters, and nobody has looked at them before: a filter could
   * call {@code file()}.
   */
  private void requireCondition(String table, String filter) {
    String shape = FilterShape.of(filter).orElse(filter);
    if (conditions.containsKey(shape) || conditions.containsKey(filter)) {
      return;
    }
    boolean literalsDecide;
    try {
      literalsDecide = gate.checkFilter(filter);
    } catch (SqlRefusedException e) {
      throw unfit(table, e.getMessage());
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw unfit(table, "it is no condition.");
    }
    if (filter.length() <= LONGEST_REMEMBERED) {
      conditions.put(literalsDecide ? filter : shape, true);
    }
  }

  private static SqlRefusedException unfit(String table, String why) {
    return new SqlRefusedException(
        "The filter that this token has on the data source '" + table + "' cannot be used: " + why);
  }

  /** A map of tables and filters, as ClickHouse takes it. */
  static String value(String database, Map<String, String> filters) {
    return new TreeMap<>(filters)
        .entrySet().stream()
            .map(filter ->
                Sql.string(database + "." + filter.getKey()) + ":" + Sql.string(filter.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }
}
