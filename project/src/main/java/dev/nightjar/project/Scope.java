package dev.nightjar.project;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The directives of a file, or of one node of a pipe, looked up by name. */
final class Scope {
  private final String file;
  private final Position start;
  private final ProblemLog log;
  private final Map<String, Statement> single = new LinkedHashMap<>();
  private final List<Statement> tokens = new ArrayList<>();

  /** A scope that begins at {@code start}, where problems of what is missing are reported. */
  Scope(Position start, ProblemLog log) {
    this.file = start.file();
    this.start = start;
    this.log = log;
  }

  /** Adds a directive; all but TOKEN may be there once only. */
  void add(Statement statement) {
    if (statement.name().equals("TOKEN")) {
      tokens.add(statement);
      return;
    }
    Statement before = single.putIfAbsent(statement.name(), statement);
    if (before != null) {
      log.error(
          statement.position(),
          "`%s` is stated twice, first in line %d. Take one of them out."
              .formatted(statement.name(), before.position().line()));
    }
  }

  boolean has(String name) {
    return single.containsKey(name);
  }

  /** The directives that are there, TOKEN left out, in the order of the file. */
  Set<String> names() {
    return single.keySet();
  }

  Position position(String name) {
    Statement statement = single.get(name);
    return statement == null ? start : statement.position();
  }

  Positions positions() {
    return new Positions(
        start,
        single.values().stream().collect(Collectors.toMap(Statement::name, Statement::position)));
  }

  Optional<Statement> statement(String name) {
    return Optional.ofNullable(single.get(name));
  }

  /**
   * The value of a directive without the quotes around it; empty if it is not there or has no
   * value.
   */
  Optional<String> value(String name) {
    Statement statement = single.get(name);
    if (statement == null) {
      return Optional.empty();
    }
    return read(statement, Values.single(statement.rest())).filter(text -> !text.isEmpty());
  }

  /** As {@link #value}; a directive without a value is an error. */
  Optional<String> needed(String name) {
    Statement statement = single.get(name);
    if (statement == null) {
      return Optional.empty();
    }
    Optional<String> value = read(statement, Values.single(statement.rest()));
    if (value.filter(String::isEmpty).isPresent()) {
      log.error(statement.position(), "`%s` has no value.".formatted(name));
      return Optional.empty();
    }
    return value;
  }

  /** As {@link #needed}, as a value that may be a secret. */
  Optional<Value> secretOr(String name) {
    return needed(name).flatMap(text -> read(single.get(name), Values.value(text)));
  }

  List<String> list(String name) {
    Statement statement = single.get(name);
    if (statement == null) {
      return List.of();
    }
    String text = statement.block().map(lines -> joined(lines)).orElse(statement.rest());
    return read(statement, Values.list(text)).orElse(List.of());
  }

  /** The text of a block, or the value on the line; empty if there is none. */
  Optional<String> text(String name) {
    Statement statement = single.get(name);
    if (statement == null) {
      return Optional.empty();
    }
    return statement
        .block()
        .map(lines -> new BlockText(file, lines).dedented())
        .or(() -> read(statement, Values.single(statement.rest())))
        .filter(text -> !text.isEmpty());
  }

  List<Line> block(String name) {
    return statement(name).flatMap(Statement::block).orElse(List.of());
  }

  /** The directives named, as they are, for whoever knows what to do with them. */
  List<Directive> generic(Set<String> names) {
    List<Directive> generic = new ArrayList<>();
    for (Statement statement : single.values()) {
      if (names.contains(statement.name())) {
        text(statement.name())
            .ifPresentOrElse(
                text -> generic.add(new Directive(statement.name(), text, statement.position())),
                () ->
                    log.error(
                        statement.position(), "`%s` has no value.".formatted(statement.name())));
      }
    }
    return generic;
  }

  /** The TOKEN lines. */
  List<TokenGrant> tokens(Set<TokenGrant.Permission> allowed, boolean readIfUnsaid) {
    List<TokenGrant> grants = new ArrayList<>();
    Set<List<String>> granted = new HashSet<>();
    for (Statement statement : tokens) {
      List<String> words = Values.words(statement.rest());
      String said =
          words.size() == 2 ? words.get(1) : words.size() == 1 && readIfUnsaid ? "READ" : "";
      Optional<TokenGrant.Permission> permission =
          allowed.stream().filter(p -> p.name().equalsIgnoreCase(said)).findFirst();
      if (permission.isEmpty()) {
        log.error(
            statement.position(),
            "`TOKEN` is followed by a name and %s, for example `TOKEN app READ`."
                .formatted(
                    allowed.stream().sorted().map(Enum::name).collect(Collectors.joining(" or "))));
        continue;
      }
      TokenGrant grant = new TokenGrant(words.getFirst(), permission.get(), statement.position());
      if (granted.add(List.of(grant.token(), grant.permission().name()))) {
        grants.add(grant);
      }
    }
    return grants;
  }

  private <T> Optional<T> read(Statement statement, Reading<T> reading) {
    reading.refusal().ifPresent(problem -> log.error(statement.restPosition(), problem));
    return reading.accepted();
  }

  private static String joined(List<Line> lines) {
    return lines.stream()
        .filter(line -> !line.startsComment())
        .map(line -> line.text().strip())
        .map(text -> text.endsWith(",") ? text.substring(0, text.length() - 1) : text)
        .collect(Collectors.joining(", "));
  }
}
