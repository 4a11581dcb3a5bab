package dev.nightjar.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the ENGINE directives of a data source. */
final class EngineParser {
  private static final int MOST_PARTS = 100;
  private static final List<String> ENGINES =
      List.of(
          "MergeTree",
          "ReplacingMergeTree",
          "SummingMergeTree",
          "AggregatingMergeTree",
          "CollapsingMergeTree",
          "VersionedCollapsingMergeTree",
          "Null");
  private static final Pattern SETTING =
      Pattern.compile(
          "([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|-?\\d+(?:\\.\\d+)?|true|false)");

  private EngineParser() {}

  static Engine parse(Scope scope, List<Column> columns, ProblemLog log) {
    return new Engine(
        name(scope, log),
        scope.value("ENGINE_PARTITION_KEY"),
        sortingKey(scope, columns, log),
        scope.value("ENGINE_PRIMARY_KEY"),
        scope.value("ENGINE_SAMPLING_KEY"),
        scope.value("ENGINE_TTL"),
        scope.value("ENGINE_VER").map(TextScan::unquotedIdentifier),
        scope.value("ENGINE_IS_DELETED").map(TextScan::unquotedIdentifier),
        scope.value("ENGINE_SIGN").map(TextScan::unquotedIdentifier),
        scope.value("ENGINE_VERSION").map(TextScan::unquotedIdentifier),
        scope.list("ENGINE_SUMMING_COLUMNS").stream().map(TextScan::unquotedIdentifier).toList(),
        settings(scope, log));
  }

  private static Optional<String> name(Scope scope, ProblemLog log) {
    Optional<String> name = scope.needed("ENGINE");
    if (name.isEmpty() || ENGINES.contains(name.get())) {
      return name;
    }
    int bracket = name.get().indexOf('(');
    log.error(
        scope.position("ENGINE"),
        bracket > 0
            ? "The arguments of `%s` are stated by directives of their own: ENGINE_VER, ENGINE_IS_DELETED, ENGINE_SIGN, ENGINE_VERSION, ENGINE_SUMMING_COLUMNS."
                .formatted(name.get())
            : "`%s` is not an engine that a data source can have.%s"
                .formatted(name.get(), Suggestion.didYouMean(name.get(), ENGINES)));
    return name;
  }

  /** Parts that are a column's name lose their quotes; `(a, b)` is `a, b`. */
  private static List<String> sortingKey(Scope scope, List<Column> columns, ProblemLog log) {
    List<String> parts = scope.list("ENGINE_SORTING_KEY");
    while (parts.size() == 1 && parts.getFirst().startsWith("(")) {
      String only = parts.getFirst();
      if (TextScan.afterBracketed(only, 0, only.length()) != only.length()) {
        break;
      }
      parts = TextScan.splitAtCommas(only.substring(1, only.length() - 1));
    }
    Set<String> names = columns.stream().map(Column::name).collect(Collectors.toSet());
    List<String> key = new ArrayList<>();
    for (String part : parts) {
      if (part.isEmpty()) {
        continue;
      }
      String name = TextScan.unquotedIdentifier(part);
      key.add(names.contains(name) ? name : part);
    }
    if (key.size() > MOST_PARTS) {
      log.error(
          scope.position("ENGINE_SORTING_KEY"),
          "A sorting key has at most %d parts.".formatted(MOST_PARTS));
      return List.of();
    }
    return key;
  }

  private static Map<String, String> settings(Scope scope, ProblemLog log) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String setting : scope.list("ENGINE_SETTINGS")) {
      Matcher parts = SETTING.matcher(setting);
      if (parts.matches()) {
        settings.put(parts.group(1), parts.group(2));
      } else {
        log.error(
            scope.position("ENGINE_SETTINGS"),
            "`%s` is not a setting. Write `name=value, …`, with a number, true, false, or text in single quotes."
                .formatted(setting));
      }
    }
    return settings;
  }
}
