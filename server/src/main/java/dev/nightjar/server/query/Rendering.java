package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.project.Node;
import java.util.HashMap;
import java.util.Map;

/** Renders each node once, and gathers the values of the placeholders. */
final class Rendering {
  private final NodeRenderer renderer;
  private final Map<Node, String> texts = new HashMap<>();
  private final Map<String, Parameter> parameters = new HashMap<>();

  Rendering(NodeRenderer renderer) {
    this.renderer = renderer;
  }

  String sql(Node node) {
    return texts.computeIfAbsent(
        node,
        unrendered -> {
          NodeRenderer.Rendered rendered = renderer.render(unrendered);
          parameters.putAll(rendered.parameters());
          return rendered.sql();
        });
  }

  Map<String, Parameter> parameters() {
    return parameters;
  }
}
