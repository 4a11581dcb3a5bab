package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.project.Node;
import java.util.Map;

/** Makes SQL of a node, with its template evaluated for one request. */
public interface NodeRenderer {

  /**
   * @param sql with placeholders
   * @param parameters the values of the placeholders
   */
  record Rendered(String sql, Map<String, Parameter> parameters) {}

  Rendered render(Node node);
}
