package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings that a client may send with a query: a fixed list of harmless ones, and limits,
 * which can be lowered only. Every other one is an error that names it.
 */
final class AllowedSettings {
  private static final String READONLY = "readonly";

  /** Without it, names mean what the gate does not expect: clients may say that it is on. */
  private static final Set<String> ANALYZER =
      Set.of("enable_analyzer", "allow_experimental_analyzer");

  private final Set<String> harmless;
  private final Map<String, String> ofMeaning;
  private final Map<String, Long> limits;
  private final Set<String> known;

  private AllowedSettings(
      Set<String> harmless,
      Map<String, String> ofMeaning,
      Map<String, Long> limits,
      Set<String> known) {
    this.harmless = harmless;
    this.ofMeaning = ofMeaning;
    this.limits = limits;
    this.known = known;
  }

  /**
   * Reads the list.
   *
   * @param clickHouse says which settings there are, and what the limits are
   */
  static AllowedSettings of(ClickHouse clickHouse) {
    Set<String> known = new HashSet<>();
    for (Row row : clickHouse.rows(Query.of("SELECT name FROM system.settings")).list()) {
      known.add(row.string("name"));
    }
    Set<String> harmless = read("allowed-settings.txt");
    harmless.retainAll(known);
    Set<String> ofMeaning = read("settings-of-meaning.txt");
    ofMeaning.retainAll(known);
    Set<String> lowerable = read("lowerable-settings.txt");
    Map<String, Long> limits = new HashMap<>();
    values(clickHouse, lowerable)
        .forEach((name, value) ->
            limits.put(name, value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0));
    return new AllowedSettings(harmless, values(clickHouse, ofMeaning), limits, known);
  }

  private static Map<String, String> values(ClickHouse clickHouse, Set<String> names) {
    String sql =
        names.stream()
            .map(name -> "toString(getSetting('" + name + "')) AS `" + name + "`")
            .collect(Collectors.joining(", ", "SELECT ", ""));
    Row row = clickHouse.rows(Query.builder(sql).readOnly().build()).single();
    Map<String, String> values = new HashMap<>();
    names.forEach(name -> values.put(name, row.string(name)));
    return values;
  }

  /** The names that a client may send. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(harmless);
    names.addAll(limits.keySet());
    return names;
  }

  /**
   * Lets settings pass, or not.
   *
   * @param readsAll whether the token reads everything: of another's filters, and of pipes, the
   *     meaning must stay
   * @return those that are to be set
   * @throws ClickHouseException 115 for one that does not exist, 452 for one that may not be set to
   *     that, 164 for {@code readonly = 0}
   */
  Map<String, String> check(Map<String, String> asked, boolean readsAll) {
    Map<String, String> settings = new HashMap<>();
    asked.forEach((name, value) -> {
      if (name.equals(READONLY)) {
        requireReadonly(value);
      } else if (ANALYZER.contains(name)) {
        requireAnalyzer(name, value);
      } else if (!readsAll && ofMeaning.containsKey(name)) {
        requireUnchanged(name, value);
      } else if (harmless.contains(name)) {
        settings.put(name, value);
      } else if (limits.containsKey(name)) {
        settings.put(name, lowered(name, value));
      } else if (known.contains(name)) {
        throw violation("Setting " + name + " should not be changed");
      } else {
        throw new ClickHouseException(115, "UNKNOWN_SETTING", "Unknown setting '" + name + "'");
      }
    });
    return settings;
  }

  /**
   * The settings of a query.
   *
   * @param limits the server's own
   * @param asked a client's, which have passed: of a limit the lower one holds
   */
  static Map<String, String> within(Map<String, String> limits, Map<String, String> asked) {
    Map<String, String> settings = new HashMap<>(limits);
    asked.forEach((name, value) -> settings.merge(name, value, AllowedSettings::lower));
    return settings;
  }

  /** 0 is no limit, where it is a client's. */
  private static String lower(String limit, String asked) {
    if (!limit.matches("[0-9]{1,18}") || !asked.matches("[0-9]{1,18}")) {
      return asked;
    }
    long value = Long.parseLong(asked);
    return value == 0 || value > Long.parseLong(limit) ? limit : asked;
  }

  private static void requireReadonly(String value) {
    if (!value.matches("[12]")) {
      throw new ClickHouseException(
          164, "READONLY", "Cannot modify 'readonly' setting in readonly mode");
    }
  }

  private static void requireAnalyzer(String name, String value) {
    if (!value.matches("1|true")) {
      throw violation("Setting " + name + " can only be 1");
    }
  }

  private void requireUnchanged(String name, String value) {
    String now = ofMeaning.get(name);
    if (!number(value).equals(number(now))) {
      throw violation(
          "Setting " + name + " cannot be changed with this token, it is '" + now + "'");
    }
  }

  /** Settings that are on or off are told as words. */
  private static String number(String value) {
    return switch (value) {
      case "true" -> "1";
      case "false" -> "0";
      default -> value;
    };
  }

  private String lowered(String name, String value) {
    long most = limits.get(name);
    boolean number = value.matches("[0-9]{1,18}");
    if (!number || (most != 0 && (Long.parseLong(value) > most || Long.parseLong(value) == 0))) {
      throw violation(
          "Setting "
              + name
              + " should be a number"
              + (most == 0 ? "" : " from 1 to " + most)
              + ", not '"
              + value
              + "'");
    }
    return value;
  }

  private static ClickHouseException violation(String message) {
    return new ClickHouseException(452, "SETTING_CONSTRAINT_VIOLATION", message);
  }

  private static Set<String> read(String resource) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(AllowedSettings.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.toCollection(HashSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
