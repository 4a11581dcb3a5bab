package dev.nightjar.project;

import java.util.Set;

/**
 * Names that files may refer to although no file of the project has them: resources that are live
 * on the server.
 *
 * @param connections live connections
 * @param datasources live data sources
 */
public record KnownResources(Set<String> connections, Set<String> datasources) {

  /** Nothing but the project's own files counts. */
  public static final KnownResources NONE = new KnownResources(Set.of(), Set.of());

  public KnownResources {
    connections = Set.copyOf(connections);
    datasources = Set.copyOf(datasources);
  }
}
