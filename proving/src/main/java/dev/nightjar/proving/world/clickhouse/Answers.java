package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Answers the few queries that a mirror asks, each told by its shape. One that is not among them is
 * an error: this model would have to learn it.
 */
final class Answers {
  private static final Pattern FROM = Pattern.compile("FROM `default`\\.`([^`]+)`");
  private static final Pattern COLUMN = Pattern.compile("(?m)^ {2}`([^`]+)` (.+?),?$");
  private static final int PARTITIONS = 3;
  private static final int VERSION_BITS = 192;
  private static final int SEQUENCE_BITS = 160;

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private final Function<String, Optional<TableModel>> tables;

  Answers(Function<String, Optional<TableModel>> tables) {
    this.tables = tables;
  }

  /** The partition of a row of a partitioned table. */
  static String partition(long sk) {
    return Long.toString(sk % PARTITIONS);
  }

  /** The answer as TabSeparatedWithNames. */
  String to(Query query) {
    String sql = query.sql();
    if (sql.startsWith("SELECT toString(uuid) AS uuid FROM system.tables")) {
      return about(query, "uuid", TableModel::uuid);
    }
    if (sql.startsWith("SELECT engine FROM system.tables")) {
      return about(query, "engine", table -> engine(table.definition()));
    }
    if (sql.startsWith("SELECT name, type FROM system.columns")) {
      return about(query, "name\ttype", table -> columns(table.definition()));
    }
    if (sql.startsWith("SELECT count() > 0 AS present FROM system.tables")) {
      // What an earlier comparison left behind: no history compares.
      return "present\n0\n";
    }
    if (sql.startsWith("SELECT count() > 0 AS present FROM")) {
      return "present\n" + (present(query) ? 1 : 0) + "\n";
    }
    if (sql.startsWith("SELECT max(`nightjar-place`) AS `nightjar-last`")) {
      return partitions(query);
    }
    if (sql.startsWith("SELECT comment FROM `system`.`tables`")) {
      return about(query, "comment", TableModel::comment);
    }
    if (sql.startsWith("SELECT toUInt64(intDiv(max(`_version`)")) {
      return "generation\n" + highestGeneration(query) + "\n";
    }
    if (sql.startsWith("SELECT `nightjar-asked`.`nightjar-place`")) {
      return held(query);
    }
    if (sql.startsWith("SELECT DISTINCT `_version` AS version, hex(MD5(change)) AS digest")) {
      return digests(query);
    }
    if (sql.startsWith("SELECT DISTINCT `_version` AS version")) {
      return versions(query);
    }
    if (sql.equals("SELECT name FROM system.settings WHERE has({names:Array(String)}, name)")) {
      return settings(query);
    }
    throw new UnknownSqlException(sql);
  }

  /** This ClickHouse has every setting. */
  private static String settings(Query query) {
    return QUOTED
        .matcher(parameter(query, "names"))
        .results()
        .map(name -> name.group(1) + "\n")
        .collect(Collectors.joining("", "name\n", ""));
  }

  /** That all rows are there that a probe looks for; empty if the query is no probe. */
  Optional<String> yes(Query query) {
    if (query.sql().startsWith("SELECT count() > 0 AS present FROM")) {
      return Optional.of("present\n1\n");
    }
    if (query.sql().startsWith("SELECT `nightjar-asked`.`nightjar-place`")) {
      StringBuilder all = new StringBuilder("nightjar-place\n");
      for (int i = 1; i <= texts(query, "key0").size(); i++) {
        all.append(i).append('\n');
      }
      return Optional.of(all.toString());
    }
    return Optional.empty();
  }

  private String about(Query query, String header, Function<TableModel, String> answer) {
    return header
        + "\n"
        + tables
            .apply(parameter(query, "table"))
            .map(table -> answer.apply(table) + "\n")
            .orElse("");
  }

  private static String engine(String definition) {
    Matcher engine = Pattern.compile("ENGINE = (\\w+)").matcher(definition);
    return engine.find() ? engine.group(1) : "";
  }

  private static String columns(String definition) {
    StringBuilder columns = new StringBuilder();
    Matcher column = COLUMN.matcher(definition);
    while (column.find()) {
      String type = column.group(2).replaceAll(" (DEFAULT|MATERIALIZED|CODEC).*", "");
      columns.append(columns.isEmpty() ? "" : "\n").append(column.group(1)).append('\t');
      columns.append(type);
    }
    return columns.toString();
  }

  private TableModel table(Query query) {
    Matcher from = FROM.matcher(query.sql());
    if (!from.find()) {
      throw new UnknownSqlException(query.sql());
    }
    return tables.apply(from.group(1)).orElseThrow(() -> DatabaseModel.unknown(from.group(1)));
  }

  private long highestGeneration(Query query) {
    return table(query).rows().stream()
        .map(TableRow::version)
        .max(BigInteger::compareTo)
        .map(version -> version.shiftRight(VERSION_BITS).longValueExact())
        .orElse(0L);
  }

  /** Which of many keys have a row of a version, or of a higher one where that is asked for. */
  private String held(Query query) {
    boolean orHigher = query.sql().contains(">= `nightjar-asked`.`nightjar-version`");
    List<String> pks = texts(query, "key0");
    List<String> sks = texts(query, "key1");
    List<String> versions = List.of(parameter(query, "versions").split(",", -1));
    List<TableRow> rows = table(query).rows();
    StringBuilder places = new StringBuilder("nightjar-place\n");
    for (int i = 0; i < versions.size(); i++) {
      String key = pks.get(i) + "/" + Long.parseLong(sks.get(i));
      BigInteger version = new BigInteger(versions.get(i));
      boolean there =
          rows.stream()
              .filter(row -> row.key().equals(key))
              .map(TableRow::version)
              .anyMatch(found ->
                  found.equals(version)
                      || (orHigher && found.compareTo(version) > 0 && !isInFlight(query, found)));
      if (there) {
        places.append(i + 1).append('\n');
      }
    }
    return places.toString();
  }

  /** Whether a version is of the ranges that a query says prove nothing; most say none. */
  private static boolean isInFlight(Query query, BigInteger version) {
    if (!query.parameters().containsKey("generations")) {
      return false;
    }
    List<BigInteger> generations = numbers(query, "generations");
    List<BigInteger> firsts = numbers(query, "firsts");
    List<BigInteger> lasts = numbers(query, "lasts");
    BigInteger sequence = version.mod(BigInteger.ONE.shiftLeft(SEQUENCE_BITS));
    return IntStream.range(0, generations.size())
        .anyMatch(i ->
            version.shiftRight(VERSION_BITS).equals(generations.get(i))
                && sequence.compareTo(firsts.get(i)) >= 0
                && sequence.compareTo(lasts.get(i)) <= 0);
  }

  private static List<BigInteger> numbers(Query query, String parameter) {
    String list = parameter(query, parameter);
    return Arrays.stream(list.substring(1, list.length() - 1).split(","))
        .map(BigInteger::new)
        .toList();
  }

  private String versions(Query query) {
    Set<String> asked = elements(query, "versions");
    return table(query).rows().stream()
        .map(row -> row.version().toString())
        .filter(asked::contains)
        .distinct()
        .map(version -> version + "\n")
        .collect(Collectors.joining("", "version\n", ""));
  }

  private String digests(Query query) {
    Set<String> versions = elements(query, "versions");
    Set<String> digests = elements(query, "digests");
    return table(query).rows().stream()
        .filter(row -> versions.contains(row.version().toString()))
        .filter(row -> digests.contains("'" + md5(row.text("change")) + "'"))
        .map(row -> row.version() + "\t" + md5(row.text("change")) + "\n")
        .distinct()
        .collect(Collectors.joining("", "version\tdigest\n", ""));
  }

  /** The elements of an array, as they are written in it. */
  private static Set<String> elements(Query query, String parameter) {
    String list = parameter(query, parameter);
    return Set.of(list.substring(1, list.length() - 1).split(","));
  }

  private static List<String> texts(Query query, String parameter) {
    return Arrays.stream(parameter(query, parameter).split(",", -1))
        .map(hex -> new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
        .toList();
  }

  private boolean present(Query query) {
    TableModel table = table(query);
    BigInteger version = new BigInteger(parameter(query, "version"));
    Predicate<TableRow> condition =
        query.parameters().containsKey("key0")
            ? row ->
                row.text("pk").equals(parameter(query, "key0"))
                    && row.number("sk") == Long.parseLong(parameter(query, "key1"))
                    && row.version().compareTo(version) >= 0
            : row ->
                row.version().equals(version)
                    && md5(row.text("change")).equals(parameter(query, "digest"));
    return table.rows().stream().anyMatch(condition);
  }

  private static String md5(String text) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of()
          .withUpperCase()
          .formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static String partitions(Query query) {
    List<String> sks = texts(query, "key1");
    Map<String, Integer> last = new TreeMap<>();
    for (int i = 0; i < sks.size(); i++) {
      last.put(partition(Long.parseLong(sks.get(i))), i + 1);
    }
    StringBuilder answer = new StringBuilder("nightjar-last\tnightjar-partition\n");
    last.forEach(
        (partition, place) -> answer.append(place).append('\t').append(partition).append('\n'));
    return answer.toString();
  }

  private static String parameter(Query query, String name) {
    return query.parameters().get(name).encoded();
  }
}
