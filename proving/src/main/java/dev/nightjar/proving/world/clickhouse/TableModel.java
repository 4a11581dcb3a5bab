package dev.nightjar.proving.world.clickhouse;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table: its rows, the tokens that it remembers for each partition, and every row that ever came
 * in, as a materialized view sees them.
 */
public final class TableModel {
  /** How many parts' tokens are remembered. */
  private static final int WINDOW = 10_000;

  private final String name;
  private final String uuid;
  private final String definition;
  private final boolean remembers;
  private String comment = "";
  private final List<TableRow> rows = new ArrayList<>();
  private final List<TableRow> seen = new ArrayList<>();
  private final Map<String, Set<String>> poisoned = new HashMap<>();
  private final List<TableRow> lost = new ArrayList<>();
  private final SequencedMap<String, Boolean> tokens = new LinkedHashMap<>();

  /**
   * A row.
   *
   * @param values by column
   * @param partition its partition
   * @param token the token that it came under
   */
  public record TableRow(Map<String, Optional<Object>> values, String partition, String token) {

    /** A text that is not NULL. */
    public String text(String column) {
      return (String) values.get(column).orElseThrow();
    }

    /** A number that is not NULL. */
    public long number(String column) {
      return (Long) values.get(column).orElseThrow();
    }

    /** Its version. */
    public BigInteger version() {
      return (BigInteger) values.get("_version").orElseThrow();
    }

    /** Its key as text. */
    public String key() {
      return text("pk") + "/" + number("sk");
    }
  }

  TableModel(String name, String uuid, String definition, boolean remembers) {
    this.name = name;
    this.uuid = uuid;
    this.definition = definition;
    this.remembers = remembers;
  }

  /** Its bare name. */
  public String name() {
    return name;
  }

  String uuid() {
    return uuid;
  }

  /** Its comment as TabSeparated text. */
  String comment() {
    return comment.replace("\\", "\\\\").replace("\n", "\\n");
  }

  void comment(String text) {
    comment = text;
  }

  String definition() {
    return definition;
  }

  /** The rows that are there. */
  public List<TableRow> rows() {
    return rows;
  }

  /** Every row that ever came in, in order; what a power cut took is not among them. */
  public List<TableRow> seen() {
    return seen;
  }

  /**
   * The rows of parts that it took under their token and has not: those that a power cut took, and
   * those that never came to be. They may have come in under another token since.
   */
  public List<TableRow> lost() {
    return lost;
  }

  /** The winner of each key, deleted ones left out. */
  public Map<String, TableRow> latest() {
    Map<String, TableRow> winners = winners();
    winners.values().removeIf(row -> row.number("_is_deleted") == 1);
    return winners;
  }

  /** The winner of each key, deleted ones as well; of equal versions the later one. */
  public Map<String, TableRow> winners() {
    Map<String, TableRow> winners = new TreeMap<>();
    for (TableRow row : rows) {
      winners.merge(
          row.key(), row, (old, one) -> one.version().compareTo(old.version()) >= 0 ? one : old);
    }
    return winners;
  }

  /** One part of an insert arrives, unless its token is remembered; whether it does. */
  boolean arrive(String token, String partition, List<TableRow> part) {
    boolean fresh = remember(token, partition);
    if (fresh) {
      rows.addAll(part);
      seen.addAll(part);
    }
    return fresh;
  }

  /** Whether the token is new; it is remembered from now on. */
  private boolean remember(String token, String partition) {
    if (remembers && tokens.putIfAbsent(partition + " " + token, true) != null) {
      return false;
    }
    if (tokens.size() > WINDOW) {
      tokens.pollFirstEntry();
    }
    return true;
  }

  /** A part never comes to be, although its token is remembered from now on. */
  void poison(String token, String partition, List<TableRow> part) {
    if (remember(token, partition)) {
      lost.addAll(part);
      poisoned.computeIfAbsent(token, _ -> new HashSet<>()).add(partition);
    }
  }

  /** Whether a row came with a batch of which another partition's part never came to be. */
  public boolean halfPoisoned(TableRow row) {
    Set<String> partitions = poisoned.getOrDefault(row.token(), Set.of());
    return !partitions.isEmpty() && !partitions.contains(row.partition());
  }

  /** Only the newest row of each key stays. */
  void merge() {
    Map<String, TableRow> winners = new HashMap<>(winners());
    rows.removeIf(row -> winners.get(row.key()) != row);
  }

  /** A part is gone, and so is its token. */
  void lose(List<TableRow> part) {
    lost.addAll(part);
    for (TableRow row : part) {
      rows.removeIf(one -> one == row);
      seen.removeIf(one -> one == row);
      tokens.remove(row.partition() + " " + row.token());
    }
  }
}
