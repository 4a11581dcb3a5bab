package dev.nightjar.project;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The resources of a project by name. Data sources and pipes share one set of names, connections
 * have their own.
 */
public record Project(
    SortedMap<String, DatasourceFile> datasources,
    SortedMap<String, PipeFile> pipes,
    SortedMap<String, ConnectionFile> connections) {
  public Project {
    datasources = copy(datasources);
    pipes = copy(pipes);
    connections = copy(connections);
  }

  /** A project without anything in it. */
  public static Project empty() {
    return new Project(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  private static <V> SortedMap<String, V> copy(SortedMap<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
