package dev.nightjar.project;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a node is published as. */
public sealed interface NodeType {

  /** A plain node, which only other nodes read. */
  record Standard() implements NodeType {}

  /**
   * An HTTP endpoint.
   *
   * @param cacheSeconds how long an answer may be kept; empty if CACHE is not stated
   */
  record Endpoint(OptionalInt cacheSeconds) implements NodeType {}

  /**
   * A materialized view.
   *
   * @param datasource the data source that it writes to
   * @param deploymentMethod {@code alter} or empty
   */
  record Materialized(String datasource, Optional<String> deploymentMethod) implements NodeType {}

  /**
   * A copy job.
   *
   * @param targetDatasource the data source that it writes to
   * @param schedule {@code @on-demand}, a cron expression, or empty
   */
  record Copy(String targetDatasource, Optional<String> schedule, CopyMode mode)
      implements NodeType {}

  /** An export; its EXPORT directives as they stand. */
  record Sink(List<Directive> settings) implements NodeType {
    public Sink {
      settings = List.copyOf(settings);
    }
  }

  /** What a copy job does with the rows that are there. */
  enum CopyMode {
    APPEND,
    REPLACE
  }
}
