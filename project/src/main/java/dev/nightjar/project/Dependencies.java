package dev.nightjar.project;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What needs what in a project. A data source needs its connection; a pipe needs the resources that
 * its nodes read, and the data source that it writes to.
 */
public final class Dependencies {
  private final SortedMap<ResourceName, SortedSet<ResourceName>> needs = new TreeMap<>();
  private final List<List<ResourceName>> cycles;
  private final List<ResourceName> order;

  private Dependencies(Project project) {
    project.connections().keySet().forEach(name -> needs.put(connection(name), new TreeSet<>()));
    project.datasources().forEach((name, file) -> needs.put(datasource(name), of(project, file)));
    project.pipes().forEach((name, file) -> needs.put(pipe(name), of(project, file)));
    Graph<ResourceName> graph = new Graph<>(needs);
    this.order = graph.order();
    this.cycles = graph.cycles();
  }

  /** Finds them by scanning the SQL (see {@link SqlReferences}). */
  public static Dependencies of(Project project) {
    return new Dependencies(project);
  }

  /**
   * All resources, each after those that it needs; where they go round in a circle, in the order of
   * their names.
   */
  public List<ResourceName> order() {
    return order;
  }

  /** What the resource needs directly, of the project's own resources. */
  public SortedSet<ResourceName> needs(ResourceName resource) {
    return Collections.unmodifiableSortedSet(needs.getOrDefault(resource, new TreeSet<>()));
  }

  /** What needs the resource directly. */
  public SortedSet<ResourceName> neededBy(ResourceName resource) {
    SortedSet<ResourceName> found = new TreeSet<>();
    needs.forEach((name, needed) -> {
      if (needed.contains(resource)) {
        found.add(name);
      }
    });
    return found;
  }

  /** Pipes that read each other in a circle; each circle once. */
  public List<List<ResourceName>> cycles() {
    return cycles;
  }

  /**
   * The nodes that one node of a pipe reads, directly or through others, and the node itself: each
   * after those that it reads, as its common table expressions must stand.
   *
   * @param node a node's name; one that the pipe has not gives an empty list
   */
  public static List<Node> nodesOf(PipeFile pipe, String node) {
    SortedMap<String, SortedSet<String>> reads = nodeReads(pipe);
    Set<String> wanted = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(node));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (reads.containsKey(next) && wanted.add(next)) {
        open.addAll(reads.get(next));
      }
    }
    return new Graph<>(reads)
        .order().stream()
            .filter(wanted::contains)
            .map(pipe::node)
            .flatMap(Optional::stream)
            .toList();
  }

  /** The nodes of each circle in which the nodes of a pipe read each other. */
  static List<List<String>> nodeCycles(PipeFile pipe) {
    return new Graph<>(nodeReads(pipe)).cycles();
  }

  private static SortedMap<String, SortedSet<String>> nodeReads(PipeFile pipe) {
    SortedMap<String, SortedSet<String>> reads = new TreeMap<>();
    pipe.nodes().forEach(node -> reads.put(node.name(), new TreeSet<>()));
    for (Node node : pipe.nodes()) {
      SqlReferences.of(node.sql()).stream()
          .filter(reads::containsKey)
          .forEach(reads.get(node.name())::add);
    }
    return reads;
  }

  private static SortedSet<ResourceName> of(Project project, DatasourceFile file) {
    SortedSet<ResourceName> needed = new TreeSet<>();
    file.dynamoDb()
        .map(DynamoDbImport::connectionName)
        .filter(project.connections()::containsKey)
        .ifPresent(name -> needed.add(connection(name)));
    return needed;
  }

  private static SortedSet<ResourceName> of(Project project, PipeFile file) {
    Set<String> own = new HashSet<>();
    file.nodes().forEach(node -> own.add(node.name()));
    SortedSet<ResourceName> needed = new TreeSet<>();
    for (Node node : file.nodes()) {
      for (String name : SqlReferences.of(node.sql())) {
        if (!own.contains(name)) {
          named(project, name).ifPresent(needed::add);
        }
      }
      switch (node.type()) {
        case NodeType.Materialized(String target, Optional<String> _) ->
            target(project, target).ifPresent(needed::add);
        case NodeType.Copy(String target, Optional<String> _, NodeType.CopyMode _) ->
            target(project, target).ifPresent(needed::add);
        case NodeType.Standard _, NodeType.Endpoint _, NodeType.Sink _ -> {}
      }
    }
    return needed;
  }

  private static Optional<ResourceName> named(Project project, String name) {
    return project.pipes().containsKey(name) ? Optional.of(pipe(name)) : target(project, name);
  }

  private static Optional<ResourceName> target(Project project, String name) {
    return project.datasources().containsKey(name)
        ? Optional.of(datasource(name))
        : Optional.empty();
  }

  private static ResourceName connection(String name) {
    return new ResourceName(FileKind.CONNECTION, name);
  }

  private static ResourceName datasource(String name) {
    return new ResourceName(FileKind.DATASOURCE, name);
  }

  private static ResourceName pipe(String name) {
    return new ResourceName(FileKind.PIPE, name);
  }

  /** The needs of all resources, for those who look for other circles. */
  Map<ResourceName, SortedSet<ResourceName>> all() {
    return needs;
  }
}
