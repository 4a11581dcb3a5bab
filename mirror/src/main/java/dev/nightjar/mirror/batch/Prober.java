package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.row.KeyColumn;
import dev.nightjar.mirror.row.MirroredSchema;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks into the tables for the row that proves a batch's arrival; on a cluster into those of all
 * replicas that are there, since one of them may be behind.
 */
public final class Prober {
  private static final String GENERATION_UNIT = power(192);
  private static final String DEPTH_UNIT = power(160);

  /** A row of a batch in flight is proof of nothing but itself; each probe is answered once. */
  private static final String OWN_OR_NOT_IN_FLIGHT =
      " AND (`nightjar-there`.`nightjar-found` = `nightjar-asked`.`nightjar-version`"
          + " OR NOT arrayExists((g, f, l) -> intDiv(`nightjar-there`.`nightjar-found`, "
          + GENERATION_UNIT
          + ") = g AND `nightjar-there`.`nightjar-found` % "
          + DEPTH_UNIT
          + " BETWEEN f AND l, {generations:Array(UInt256)}, {firsts:Array(UInt256)},"
          + " {lasts:Array(UInt256)})) LIMIT 1 BY `nightjar-place`";

  private final ClickHouse clickHouse;
  private final TableName table;
  private final TableName quarantine;
  private final List<KeyColumn> keys;
  private final String versionColumn;
  private final boolean partitioned;

  /** A prober of a mirrored table and its quarantine. */
  public Prober(
      ClickHouse clickHouse, TableName table, TableName quarantine, MirroredSchema schema) {
    this.clickHouse = clickHouse;
    this.table = table;
    this.quarantine = quarantine;
    this.keys = schema.keys();
    this.versionColumn = schema.versionColumn();
    this.partitioned = schema.partitionKey().isPresent();
  }

  private static String power(int exponent) {
    return "toUInt256('" + BigInteger.ONE.shiftLeft(exponent) + "')";
  }

  /**
   * Whether the table holds the probe's key with its version or a higher one (merges remove the
   * lower ones).
   */
  public boolean holds(Probe probe) {
    return switch (probe.target()) {
      case TABLE -> holdsRow(probe);
      case QUARANTINE -> holdsQuarantined(probe);
    };
  }

  /** Whether all of these are held. */
  public boolean holdsAll(List<Probe> probes) {
    return holdsAll(probes, RowsInFlight.NONE);
  }

  /**
   * Whether all of these are held.
   *
   * @param inFlight rows that prove nothing by being newer
   */
  boolean holdsAll(List<Probe> probes, RowsInFlight inFlight) {
    List<Probe> rows =
        probes.stream().filter(probe -> probe.target() == Probe.Target.TABLE).toList();
    return held(rows, inFlight).size() == rows.size()
        && probes.stream()
            .filter(probe -> probe.target() == Probe.Target.QUARANTINE)
            .allMatch(this::holds);
  }

  /**
   * Whether a block that was inserted just now is in the table. It came whole, or whole in each
   * partition: one of its rows is enough, but it must be its own. A higher version of a row's key
   * is no proof, for changes supersede an export's rows at any time.
   *
   * @param probes of one block, see {@link BatchBuffer#probes}
   */
  boolean arrived(List<Probe> probes) {
    List<Probe> rows =
        probes.stream().filter(probe -> probe.target() == Probe.Target.TABLE).toList();
    int held = held(rows, true).size();
    return partitioned ? held == rows.size() : held > 0;
  }

  /**
   * Which of these probes of the table are held.
   *
   * @param exactly whether only the version itself counts, not a higher one
   * @return places in the list
   */
  public Set<Integer> held(List<Probe> probes, boolean exactly) {
    return held(probes, exactly, RowsInFlight.NONE);
  }

  /**
   * Which of these probes of the table are held, by their own version or by a newer row.
   *
   * @param inFlight rows that prove nothing by being newer
   * @return places in the list
   */
  public Set<Integer> held(List<Probe> probes, RowsInFlight inFlight) {
    return held(probes, false, inFlight);
  }

  /**
   * The rows of these batches in flight that may hide what was lost: none of a ClickHouse that
   * cannot have been started again between what it has lost and them.
   */
  public RowsInFlight hiding(Collection<Batch> inFlight) {
    return clickHouse.restartsByItself() ? RowsInFlight.of(inFlight) : RowsInFlight.NONE;
  }

  private Set<Integer> held(List<Probe> probes, boolean exactly, RowsInFlight inFlight) {
    Set<Integer> held = new TreeSet<>();
    int from = 0;
    while (from < probes.size()) {
      int to = KeyLists.end(probes, from);
      for (Row row : clickHouse.rows(manyRows(probes.subList(from, to), exactly, inFlight))) {
        held.add(from + (int) row.number("nightjar-place") - 1);
      }
      from = to;
    }
    return held;
  }

  /** No column is called as the names in the query are. */
  private Query manyRows(List<Probe> probes, boolean exactly, RowsInFlight inFlight) {
    boolean newestOnly = !exactly && inFlight.isEmpty();
    KeyLists lists = new KeyLists(keys);
    String columns =
        keys.stream().map(KeyColumn::name).map(Sql::identifier).collect(Collectors.joining(", "));
    String asked =
        "SELECT "
            + lists.values()
            + ", toUInt256(splitByChar(',', {versions:String})[`nightjar-place`])"
            + " AS `nightjar-version`, `nightjar-place` FROM "
            + lists.places();
    Query.Builder query =
        Query.builder(
            "SELECT `nightjar-asked`.`nightjar-place` AS `nightjar-place` FROM ("
                + asked
                + ") AS `nightjar-asked` INNER JOIN (SELECT "
                + columns
                + ", "
                + (newestOnly ? "max" : "")
                + "("
                + Sql.identifier(versionColumn)
                + ") AS `nightjar-found` FROM "
                + clickHouse.layout().everywhere(table)
                + " WHERE ("
                + columns
                + ") IN (SELECT "
                + columns
                + " FROM ("
                + asked
                + "))"
                + (newestOnly ? " GROUP BY " + columns : "")
                + ") AS `nightjar-there` USING ("
                + columns
                + ") WHERE `nightjar-there`.`nightjar-found` "
                + (exactly ? "=" : ">=")
                + " `nightjar-asked`.`nightjar-version`"
                + (inFlight.isEmpty() ? "" : OWN_OR_NOT_IN_FLIGHT));
    query.setting("precise_float_parsing", "1");
    bind(query, inFlight);
    lists.bind(query, probes.stream().map(Probe::key).toList());
    query.parameter(
        "versions",
        probes.stream().map(probe -> probe.version().toString()).collect(Collectors.joining(",")));
    return query.build();
  }

  private static void bind(Query.Builder query, RowsInFlight inFlight) {
    if (!inFlight.isEmpty()) {
      query.parameter("generations", numbers(inFlight, range -> Long.toString(range.generation())));
      query.parameter("firsts", numbers(inFlight, range -> range.first().toString()));
      query.parameter("lasts", numbers(inFlight, range -> range.last().toString()));
    }
  }

  private static Parameter numbers(
      RowsInFlight inFlight, Function<RowsInFlight.Range, String> number) {
    return Parameter.ofNumbers(inFlight.ranges().stream().map(number).toList());
  }

  /** Which of these versions the quarantine table has. */
  public Set<BigInteger> quarantined(Collection<BigInteger> versions) {
    if (versions.isEmpty()) {
      return Set.of();
    }
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT DISTINCT "
                        + Sql.identifier(MirroredSchema.VERSION_COLUMN)
                        + " AS version FROM "
                        + clickHouse.layout().everywhere(quarantine)
                        + " WHERE has({versions:Array(UInt256)}, "
                        + Sql.identifier(MirroredSchema.VERSION_COLUMN)
                        + ")")
                .parameter(
                    "versions",
                    Parameter.ofNumbers(versions.stream().map(BigInteger::toString).toList()))
                .build())
        .list()
        .stream()
        .map(row -> row.integer("version"))
        .collect(Collectors.toSet());
  }

  /**
   * Which of these probes of the quarantine table are held. All of an export's rows there have one
   * version: only with its digest is it known which row a probe means.
   */
  public Set<Probe> heldInQuarantine(Collection<Probe> probes) {
    Map<Boolean, List<Probe>> withDigest =
        probes.stream().collect(Collectors.partitioningBy(probe -> !probe.key().isEmpty()));
    Set<Probe> held =
        withDigest.get(false).stream()
            .filter(this::holdsQuarantined)
            .collect(Collectors.toCollection(HashSet::new));
    if (!withDigest.get(true).isEmpty()) {
      clickHouse
          .rows(manyQuarantined(withDigest.get(true)))
          .list()
          .forEach(row ->
              held.add(
                  new Probe(
                      Probe.Target.QUARANTINE,
                      List.of(row.string("digest")),
                      row.integer("version"))));
    }
    return held;
  }

  private Query manyQuarantined(List<Probe> probes) {
    String version = Sql.identifier(MirroredSchema.VERSION_COLUMN);
    return Query.builder(
            "SELECT DISTINCT "
                + version
                + " AS version, hex(MD5(change)) AS digest FROM "
                + clickHouse.layout().everywhere(quarantine)
                + " WHERE has({versions:Array(UInt256)}, "
                + version
                + ") AND has({digests:Array(String)}, hex(MD5(change)))")
        .parameter(
            "versions",
            Parameter.ofNumbers(
                probes.stream().map(probe -> probe.version().toString()).distinct().toList()))
        .parameter(
            "digests",
            Parameter.ofArray(
                probes.stream().map(probe -> probe.key().getFirst()).distinct().toList()))
        .build();
  }

  private boolean holdsRow(Probe probe) {
    String conditions =
        IntStream.range(0, keys.size())
            .mapToObj(i -> keys.get(i).equalsParameter("key" + i))
            .collect(Collectors.joining(" AND "));
    Query.Builder query =
        Query.builder(
                "SELECT count() > 0 AS present FROM "
                    + clickHouse.layout().everywhere(table)
                    + " WHERE "
                    + conditions
                    + " AND "
                    + Sql.identifier(versionColumn)
                    + " >= {version:UInt256}")
            .parameter("version", probe.version().toString())
            .setting("precise_float_parsing", "1");
    for (int i = 0; i < keys.size(); i++) {
      query.parameter("key" + i, probe.key().get(i));
    }
    return clickHouse.rows(query.build()).single().flag("present");
  }

  /** Batches that were written down before there were digests have the version alone. */
  private boolean holdsQuarantined(Probe probe) {
    String digest = probe.key().isEmpty() ? "" : " AND hex(MD5(change)) = {digest:String}";
    Query.Builder query =
        Query.builder(
                "SELECT count() > 0 AS present FROM "
                    + clickHouse.layout().everywhere(quarantine)
                    + " WHERE "
                    + Sql.identifier(MirroredSchema.VERSION_COLUMN)
                    + " = {version:UInt256}"
                    + digest)
            .parameter("version", probe.version().toString());
    probe.key().forEach(md5 -> query.parameter("digest", md5));
    return clickHouse.rows(query.build()).single().flag("present");
  }
}
