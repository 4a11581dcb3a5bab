package dev.nightjar.project;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one node of a pipe. */
final class NodeParser {
  private static final List<String> TYPES =
      List.of("endpoint", "materialized", "copy", "sink", "standard");

  private final SourceFile file;
  private final Statement start;
  private final ProblemLog log;
  private final Scope scope;

  NodeParser(SourceFile file, Statement start, ProblemLog log) {
    this.file = file;
    this.start = start;
    this.log = log;
    this.scope = new Scope(start.position(), log);
    scope.add(start);
  }

  void add(Statement statement) {
    scope.add(statement);
  }

  /** The node; empty if it has no name or no SQL, which has been reported then. */
  Optional<Node> node() {
    Optional<String> name = scope.needed("NODE");
    Optional<String> text = scope.text("SQL");
    if (text.isEmpty()) {
      log.error(
          scope.position("SQL"),
          "The node `%s` has no SQL. Write `SQL >` and below it, indented, a SELECT."
              .formatted(name.orElse("")));
    }
    NodeType type = type();
    if (name.isEmpty() || text.isEmpty()) {
      return Optional.empty();
    }
    boolean template = text.get().startsWith("%");
    String sql = template ? withoutMark(text.get()) : text.get();
    if (sql.isEmpty()) {
      log.error(
          scope.position("SQL"), "The node `%s` has no SQL below its `%%`.".formatted(name.get()));
      return Optional.empty();
    }
    if (!template && SqlText.tokens(sql).stream().anyMatch(t -> t.kind() == SqlText.Kind.TAG)) {
      log.warning(
          scope.position("SQL"),
          "This SQL looks like a template. Begin it with a line `%` to make it one.");
    }
    return Optional.of(
        new Node(
            name.get(),
            scope.text("DESCRIPTION"),
            sql,
            template,
            type,
            scope.positions(),
            sqlPosition(template)));
  }

  /** The SQL below its {@code %}, without blank lines before it; its own indentation stays. */
  private static String withoutMark(String text) {
    String rest = text.substring(1);
    int at = 0;
    while (true) {
      int lineEnd = rest.indexOf('\n', at);
      if (lineEnd < 0 || !rest.substring(at, lineEnd).isBlank()) {
        return rest.substring(at).stripTrailing();
      }
      at = lineEnd + 1;
    }
  }

  private Position sqlPosition(boolean template) {
    Statement sql = scope.statement("SQL").orElse(start);
    boolean skipMark = template;
    for (Line line : sql.block().orElse(List.of())) {
      int from = line.indent();
      if (skipMark && !line.isBlank()) {
        skipMark = false;
        from++;
      }
      if (!line.text().substring(Math.min(from, line.text().length())).isBlank()) {
        String rest = line.text().substring(from);
        int blank = rest.length() - rest.stripLeading().length();
        return new Position(file.path(), line.number(), from + blank + 1);
      }
    }
    return sql.restPosition();
  }

  private NodeType type() {
    Optional<String> stated = scope.needed("TYPE").map(text -> text.toLowerCase(Locale.ROOT));
    String type = stated.orElse("standard");
    NodeType parsed =
        switch (type) {
          case "endpoint" -> new NodeType.Endpoint(cache());
          case "materialized" -> materialized();
          case "copy" -> copy();
          case "sink" -> new NodeType.Sink(scope.generic(exports()));
          case "standard" -> new NodeType.Standard();
          default -> {
            log.error(
                scope.position("TYPE"),
                "`%s` is not a type of node. The types are %s.%s"
                    .formatted(type, String.join(", ", TYPES), Suggestion.didYouMean(type, TYPES)));
            yield new NodeType.Standard();
          }
        };
    if (TYPES.contains(type)) {
      refuseStrangers(type);
    }
    return parsed;
  }

  private Set<String> exports() {
    return scope.names().stream()
        .filter(name -> name.startsWith("EXPORT_"))
        .collect(Collectors.toSet());
  }

  private OptionalInt cache() {
    Optional<String> cache = scope.needed("CACHE");
    if (cache.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!cache.get().matches("\\d{1,9}")) {
      log.error(
          scope.position("CACHE"),
          "`%s` is not a number of seconds. Write for example `CACHE 60`.".formatted(cache.get()));
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(cache.get()));
  }

  private NodeType materialized() {
    Optional<String> target = scope.needed("DATASOURCE");
    if (!scope.has("DATASOURCE")) {
      log.error(
          scope.position("TYPE"),
          "A materialized node writes to a data source: add `DATASOURCE name`.");
    }
    Optional<String> method =
        scope.needed("DEPLOYMENT_METHOD").map(text -> text.toLowerCase(Locale.ROOT));
    if (method.isPresent() && !method.get().equals("alter")) {
      log.error(
          scope.position("DEPLOYMENT_METHOD"),
          "DEPLOYMENT_METHOD has one value: `DEPLOYMENT_METHOD alter`.");
    }
    return new NodeType.Materialized(target.orElse(""), method);
  }

  private NodeType copy() {
    Optional<String> target = scope.needed("TARGET_DATASOURCE");
    if (!scope.has("TARGET_DATASOURCE")) {
      log.error(
          scope.position("TYPE"),
          "A copy node writes to a data source: add `TARGET_DATASOURCE name`.");
    }
    String mode = scope.needed("COPY_MODE").orElse("append");
    Optional<NodeType.CopyMode> parsed =
        Arrays.stream(NodeType.CopyMode.values())
            .filter(m -> m.name().equalsIgnoreCase(mode))
            .findFirst();
    if (parsed.isEmpty()) {
      log.error(
          scope.position("COPY_MODE"),
          "`%s` is not a copy mode. It is append (the default) or replace.".formatted(mode));
    }
    return new NodeType.Copy(
        target.orElse(""), schedule(), parsed.orElse(NodeType.CopyMode.APPEND));
  }

  private Optional<String> schedule() {
    Optional<String> schedule = scope.needed("COPY_SCHEDULE");
    if (schedule.isPresent()
        && !schedule.get().startsWith("@")
        && schedule.get().split("\\s+", -1).length != 5) {
      log.error(
          scope.position("COPY_SCHEDULE"),
          "`%s` is not a schedule. Write `@on-demand`, or the five fields of a cron expression, for example `0 * * * *`."
              .formatted(schedule.get()));
    }
    return schedule;
  }

  /** Directives that another type of node has. */
  private void refuseStrangers(String type) {
    for (String name : scope.names()) {
      String owner =
          switch (name) {
            case "CACHE" -> "endpoint";
            case "DATASOURCE", "DEPLOYMENT_METHOD" -> "materialized";
            case "TARGET_DATASOURCE", "COPY_SCHEDULE", "COPY_MODE" -> "copy";
            default -> name.startsWith("EXPORT_") ? "sink" : type;
          };
      if (!owner.equals(type)) {
        log.error(
            scope.position(name),
            "`%s` belongs to a node with `TYPE %s`, and this one %s."
                .formatted(
                    name, owner, scope.has("TYPE") ? "has `TYPE " + type + "`" : "has no TYPE"));
      }
    }
  }
}
