package dev.nightjar.server.route;

import dev.nightjar.project.Node;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.query.NodeRenderer;
import java.util.Map;

/** Renders nodes for one request. */
final class RequestRenderer implements NodeRenderer {
  private final Parameters parameters;

  RequestRenderer(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public Rendered render(Node node) {
    if (node.template()) {
      throw HttpProblem.badRequest(
          "The node '" + node.name() + "' is a template, which this server does not evaluate.");
    }
    return new Rendered(node.sql(), Map.of());
  }
}
