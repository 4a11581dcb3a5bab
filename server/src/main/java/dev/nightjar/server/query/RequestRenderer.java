package dev.nightjar.server.query;

import dev.nightjar.project.Node;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.template.RenderedSql;
import dev.nightjar.server.template.Template;
import dev.nightjar.server.template.TemplateErrorException;
import dev.nightjar.server.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Renders nodes for one request. */
public final class RequestRenderer implements NodeRenderer {
  /** What clients add to every request; a template gets them only where it names them. */
  private static final Set<String> OF_CLIENTS =
      Set.of("token", "from", "cli_version", "q", "__tb__semver", "__tb__deployment");

  private final Templates templates;
  private final Parameters parameters;
  private int rendered;

  /**
   * A renderer.
   *
   * @param parameters what templates get
   */
  public RequestRenderer(Templates templates, Parameters parameters) {
    this.templates = templates;
    this.parameters = parameters;
  }

  @Override
  public Rendered render(Node node) {
    if (!node.template()) {
      return new Rendered(node.sql(), Map.of());
    }
    try {
      Template template = templates.of(node.sql());
      // nodes of one query do not share placeholders
      RenderedSql sql = template.render(values(template), "n" + rendered++ + "_");
      return new Rendered(sql.sql(), sql.parameters());
    } catch (TemplateErrorException e) {
      throw new HttpProblem(e.status(), e.getMessage(), e.fields());
    } catch (TemplateException e) {
      throw HttpProblem.badRequest(e.getMessage());
    }
  }

  private Map<String, List<String>> values(Template template) {
    Map<String, List<String>> values = new LinkedHashMap<>(parameters.values());
    Set<String> names = template.names();
    values.keySet().removeIf(name -> OF_CLIENTS.contains(name) && !names.contains(name));
    return values;
  }
}
