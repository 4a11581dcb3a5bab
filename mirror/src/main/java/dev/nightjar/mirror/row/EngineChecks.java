package dev.nightjar.mirror.row;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Engine;
import dev.nightjar.project.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file states of its engine must leave FINAL equal to the table. */
final class EngineChecks {
  /** Functions that give the same answer for the same key, for ever. */
  private static final Set<String> KEY_FUNCTIONS =
      Set.of(
          "cityHash64",
          "crc32",
          "farmHash64",
          "halfMD5",
          "intDiv",
          "left",
          "length",
          "lower",
          "modulo",
          "murmurHash3_64",
          "positiveModulo",
          "right",
          "sipHash64",
          "substring",
          "toDate",
          "toMonday",
          "toStartOfDay",
          "toStartOfHour",
          "toStartOfMonth",
          "toStartOfQuarter",
          "toStartOfWeek",
          "toStartOfYear",
          "toString",
          "toYYYYMM",
          "toYYYYMMDD",
          "toYear",
          "tuple",
          "upper",
          "xxHash64");

  private static final Pattern STRING = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'");
  private static final Pattern WORD =
      Pattern.compile("`((?:[^`\\\\]|\\\\.)+)`|\"([^\"]+)\"|([A-Za-z_][A-Za-z0-9_]*)(\\s*\\()?");

  private final DatasourceFile file;
  private final Engine engine;
  private final List<Problem> problems;

  EngineChecks(DatasourceFile file, List<Problem> problems) {
    this.file = file;
    this.engine = file.engine();
    this.problems = problems;
  }

  /** The key columns in the order of the sorting key. */
  List<KeyColumn> sortingKey(List<KeyColumn> keys) {
    List<String> stated = engine.sortingKey();
    if (stated.isEmpty()) {
      return keys;
    }
    Map<String, KeyColumn> byName = new LinkedHashMap<>();
    keys.forEach(key -> byName.put(key.name(), key));
    if (!byName.keySet().equals(new LinkedHashSet<>(stated)) || stated.size() != keys.size()) {
      refuse(
          "ENGINE_SORTING_KEY",
          "The sorting key of a DynamoDB data source must be exactly the columns of the table's key,"
              + " or rows of two items would replace each other. Write ENGINE_SORTING_KEY "
              + String.join(", ", byName.keySet())
              + ".");
      return keys;
    }
    return stated.stream().map(byName::get).toList();
  }

  void check(List<KeyColumn> keys, String versionColumn) {
    engine
        .name()
        .filter(name -> !name.equals("ReplacingMergeTree"))
        .ifPresent(name ->
            refuse(
                "ENGINE",
                "DynamoDB data sources must use the ReplacingMergeTree engine; this one states "
                    + name
                    + "."));
    engine
        .ver()
        .filter(ver -> !ver.equals(SystemColumn.TIMESTAMP.columnName()))
        .filter(ver -> !ver.equals(versionColumn))
        .ifPresent(ver ->
            refuse(
                "ENGINE_VER",
                "Another version than the change's own would let an old row win. Write ENGINE_VER"
                    + " _timestamp."));
    engine
        .isDeleted()
        .filter(name -> !name.equals(SystemColumn.IS_DELETED.columnName()))
        .ifPresent(name ->
            refuse("ENGINE_IS_DELETED", "Deletes are in the column _is_deleted, write that."));
    engine
        .ttl()
        .ifPresent(ttl ->
            refuse(
                "ENGINE_TTL",
                "A deleted item's tombstone that expires would bring the item back. Remove"
                    + " ENGINE_TTL; filter old rows in a pipe or a materialized view."));
    refuseWhenPresent("ENGINE_SIGN", engine.sign().isPresent());
    refuseWhenPresent("ENGINE_VERSION", engine.version().isPresent());
    refuseWhenPresent("ENGINE_SUMMING_COLUMNS", !engine.summingColumns().isEmpty());
    refuseWhenPresent("ENGINE_SAMPLING_KEY", engine.samplingKey().isPresent());
    engine.primaryKey().ifPresent(primary -> checkPrimaryKey(primary, keys));
  }

  private void refuseWhenPresent(String directive, boolean present) {
    if (present) {
      refuse(directive, directive + " has no meaning for a ReplacingMergeTree mirror. Remove it.");
    }
  }

  private void checkPrimaryKey(String primary, List<KeyColumn> keys) {
    String bare = primary.replaceAll("[`\"()\\s]", "");
    List<String> names = keys.stream().map(KeyColumn::name).toList();
    if (!bare.equals(String.join(",", names))) {
      refuse(
          "ENGINE_PRIMARY_KEY",
          "The primary key of a DynamoDB data source is its sorting key. Remove ENGINE_PRIMARY_KEY.");
    }
  }

  Optional<String> partitionKey(List<KeyColumn> keys) {
    Optional<String> partition = engine.partitionKey().filter(key -> !key.isBlank());
    partition.ifPresent(expression -> checkPartitionKey(expression, keys));
    return partition.filter(expression -> !expression.replaceAll("\\s", "").equals("tuple()"));
  }

  private void checkPartitionKey(String expression, List<KeyColumn> keys) {
    Set<String> names = new LinkedHashSet<>();
    keys.forEach(key -> names.add(key.name()));
    Matcher words = WORD.matcher(STRING.matcher(expression).replaceAll(" "));
    List<String> strangers = new ArrayList<>();
    while (words.find()) {
      boolean function = words.group(4) != null;
      String word =
          words.group(3) != null
              ? words.group(3)
              : words.group(1) != null ? words.group(1) : words.group(2);
      if (function ? !KEY_FUNCTIONS.contains(word) : !names.contains(word)) {
        strangers.add(word);
      }
    }
    if (!strangers.isEmpty()) {
      refuse(
          "ENGINE_PARTITION_KEY",
          "Two rows of one item in two partitions would never replace each other, so the partition"
              + " key must be a function of the table's key ("
              + String.join(", ", names)
              + ") by functions known to be one. Not known: "
              + String.join(", ", strangers)
              + ".");
    }
  }

  SequencedMap<String, String> settings() {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    engine
        .settings()
        .forEach((name, value) -> {
          if (name.contains("cleanup") || name.contains("deduplication")) {
            refuse(
                "ENGINE_SETTINGS",
                "Nightjar sets "
                    + name
                    + " itself: a mirror with another value could lose or revive items. Remove"
                    + " it.");
          } else {
            settings.put(name, unquoted(value));
          }
        });
    return settings;
  }

  private static String unquoted(String literal) {
    boolean quoted = literal.length() > 1 && literal.startsWith("'") && literal.endsWith("'");
    return quoted ? literal.substring(1, literal.length() - 1) : literal;
  }

  private void refuse(String directive, String message) {
    problems.add(Problem.error(file.positions().of(directive), message));
  }
}
