package dev.nightjar.server.query;

import dev.nightjar.project.Node;
import dev.nightjar.project.PipeFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes one query of a pipe: the node that is published, with the nodes (and other pipes) that it
 * reads as common table expressions before it.
 */
public final class PipeSql {
  /** A longer way from a pipe to what it reads is refused, before the stack ends. */
  private static final int DEEPEST = 100;

  /** Pipes that are read in several places are written there each time. */
  private static final int MOST_EXPANSIONS = 1_000;

  /** As long a query as ClickHouse is asked to parse. */
  private static final int LONGEST = 4 << 20;

  private final Function<String, Optional<PipeFile>> pipes;
  private final Function<Node, String> render;
  private final Deque<String> path = new ArrayDeque<>();
  private final Map<String, Whole> known = new HashMap<>();

  /**
   * A pipe with all that it reads.
   *
   * @param expansions how many other pipes are written in it
   * @param depth the longest way through other pipes
   */
  private record Whole(String sql, int expansions, int depth) {}

  /** What comes before a node: nodes and pipes by name, in the order in which they are needed. */
  private static final class Reading {
    private final Map<String, String> expressions = new LinkedHashMap<>();
    private int expansions;
    private int depth;

    void put(String name, Whole other) {
      expressions.put(name, other.sql());
      expansions += 1 + other.expansions();
      depth = Math.max(depth, 1 + other.depth());
    }
  }

  /**
   * @param pipes a pipe by name, so that a pipe can read another
   * @param render a node's SQL, its template evaluated
   */
  public PipeSql(Function<String, Optional<PipeFile>> pipes, Function<Node, String> render) {
    this.pipes = pipes;
    this.render = render;
  }

  /** The node that a pipe publishes: the typed one, else the last. */
  public static Node output(PipeFile pipe) {
    return pipe.typedNode().orElseGet(() -> pipe.nodes().getLast());
  }

  /**
   * The pipe as one query.
   *
   * @throws CircularPipesException when nodes or pipes read each other in a circle
   * @throws SqlRefusedException when it reads through too many nodes or pipes
   */
  public String of(PipeFile pipe) {
    return of(pipe, output(pipe));
  }

  /** The names of tables that a pipe reads: data sources, and pipes that are not expanded. */
  public Set<String> tables(PipeFile pipe) {
    SqlTokens tokens = SqlTokens.of(of(pipe));
    Set<String> tables = new LinkedHashSet<>(tokens.tableNames());
    tables.removeAll(tokens.withNames());
    return tables;
  }

  /** One node of a pipe as a query, with all that it reads. */
  public String of(PipeFile pipe, Node node) {
    return whole(pipe, node).sql();
  }

  private Whole whole(PipeFile pipe, Node node) {
    Reading reading = new Reading();
    collect(pipe, node, reading, new LinkedHashSet<>());
    requireRoom(pipe, reading.depth, reading.expansions, length(reading));
    return new Whole(
        withExpressions(render.apply(node), reading.expressions),
        reading.expansions,
        reading.depth);
  }

  private static long length(Reading reading) {
    return reading.expressions.values().stream().mapToLong(String::length).sum();
  }

  private void collect(PipeFile pipe, Node node, Reading reading, Set<String> open) {
    if (!open.add(node.name())) {
      throw new CircularPipesException(
          "The nodes read each other in a circle: " + circle(open, node.name()) + ".");
    }
    requireRoom(pipe, open.size(), 0, 0);
    for (String name : SqlTokens.of(render.apply(node)).tableNames()) {
      if (!reading.expressions.containsKey(name)) {
        Optional<Node> inner = pipe.node(name);
        if (inner.isPresent()) {
          collect(pipe, inner.get(), reading, open);
          reading.expressions.put(name, bare(inner.get()));
        } else if (!name.equals(pipe.name())) {
          pipes.apply(name).ifPresent(other -> reading.put(name, other(other)));
        }
      }
    }
    open.remove(node.name());
  }

  private String bare(Node node) {
    return SqlTokens.of(render.apply(node)).takeFormat().sql();
  }

  /** A pipe that several others read is made once, and its text is in each of them. */
  private Whole other(PipeFile pipe) {
    Whole made = known.get(pipe.name());
    if (made != null) {
      return made;
    }
    if (path.contains(pipe.name())) {
      throw new CircularPipesException("Pipes read each other in a circle: " + pipe.name() + ".");
    }
    path.push(pipe.name());
    try {
      requireRoom(pipe, path.size(), 0, 0);
      Whole whole = whole(pipe, output(pipe));
      known.put(pipe.name(), whole);
      return whole;
    } finally {
      path.pop();
    }
  }

  private static void requireRoom(PipeFile pipe, int depth, int expansions, long length) {
    if (depth > DEEPEST) {
      throw tooMuch(pipe, DEEPEST + " nodes or pipes, one after the other");
    }
    if (expansions > MOST_EXPANSIONS) {
      throw tooMuch(pipe, MOST_EXPANSIONS + " other pipes");
    }
    if (length > LONGEST) {
      throw tooMuch(pipe, (LONGEST >> 20) + " MB of SQL of other nodes and pipes");
    }
  }

  private static SqlRefusedException tooMuch(PipeFile pipe, String what) {
    return new SqlRefusedException(
        "`%s` is read through more than %s: put the rows of one of them into a data source."
            .formatted(pipe.name(), what));
  }

  private static String circle(Set<String> open, String name) {
    return open.stream().dropWhile(n -> !n.equals(name)).collect(Collectors.joining(" → "))
        + " → "
        + name;
  }

  /**
   * A query with others before it that it may read by their names. No name that one of them gives
   * means anything in another.
   */
  static String withViews(String sql, Map<String, String> queries) {
    Map<String, String> views = new LinkedHashMap<>();
    queries.forEach((name, query) -> views.put(name, "SELECT * FROM view(\n" + query + "\n)"));
    return withExpressions(sql, views);
  }

  /** A query with others before it that it may read by their names. */
  public static String withExpressions(String sql, Map<String, String> expressions) {
    String body = SqlTokens.of(sql).takeFormat().sql();
    if (expressions.isEmpty()) {
      return body;
    }
    String list =
        expressions.entrySet().stream()
            .map(entry -> entry.getKey() + " AS (\n" + entry.getValue() + "\n)")
            .collect(Collectors.joining(",\n", "WITH ", ""));
    SqlTokens tokens = SqlTokens.of(body);
    if (tokens.startsWith("WITH") && !tokens.all().get(1).isWord("RECURSIVE")) {
      return list + ",\n" + body.substring(tokens.all().getFirst().end());
    }
    if (tokens.startsWith("SELECT")) {
      return list + "\n" + body;
    }
    return list + "\nSELECT * FROM (\n" + body + "\n)";
  }
}
