package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.project.Node;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.template.RenderedSql;
import dev.nightjar.server.template.Template;
import dev.nightjar.server.template.TemplateErrorException;
import dev.nightjar.server.template.TemplateException;
import dev.nightjar.server.template.TemplateSyntaxException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Renders nodes for one request. */
public final class RequestRenderer implements NodeRenderer {
  /** What clients add to every request; a template gets them only where it names them. */
  private static final Set<String> OF_CLIENTS =
      Set.of("token", "from", "cli_version", "q", "__tb__semver", "__tb__deployment");

  private final Templates templates;
  private final Parameters parameters;
  private final Function<String, Optional<String>> secrets;
  private int rendered;

  /**
   * A renderer for templates that name no secrets.
   *
   * @param parameters what templates get
   */
  public RequestRenderer(Templates templates, Parameters parameters) {
    this(templates, parameters, _ -> Optional.empty());
  }

  /**
   * A renderer.
   *
   * @param parameters what templates get
   * @param secrets the value of a secret, which nodes may name
   */
  public RequestRenderer(
      Templates templates, Parameters parameters, Function<String, Optional<String>> secrets) {
    this.templates = templates;
    this.parameters = parameters;
    this.secrets = secrets;
  }

  @Override
  public Rendered render(Node node) {
    if (!node.template()) {
      return new Rendered(node.sql(), Map.of());
    }
    try {
      // nodes of one query do not share placeholders
      return render(templates.of(node.sql()), "n" + rendered++ + "_", secrets);
    } catch (TemplateSyntaxException e) {
      throw syntax(e, "node '" + node.name() + "'");
    }
  }

  /**
   * SQL of the request itself that is a template; it cannot name secrets, or whoever may read
   * anything could read them.
   *
   * @throws HttpProblem 400 when it is none, or cannot be rendered
   */
  Rendered render(String sql) {
    try {
      return render(Template.parse(sql.stripLeading()), "q_", _ -> Optional.empty());
    } catch (TemplateSyntaxException e) {
      throw syntax(e, "query");
    }
  }

  private Rendered render(
      Template template, String prefix, Function<String, Optional<String>> named) {
    try {
      Set<String> told = new HashSet<>();
      RenderedSql sql =
          template.render(
              values(template),
              prefix,
              name -> {
                Optional<String> value = named.apply(name);
                value.ifPresent(told::add);
                return value;
              });
      Map<String, Parameter> bound = new LinkedHashMap<>(sql.parameters());
      if (!told.isEmpty()) {
        bound.replaceAll((name, parameter) -> parameter.madeOf(told));
      }
      return new Rendered(sql.sql(), bound);
    } catch (TemplateErrorException e) {
      throw new HttpProblem(e.status(), e.getMessage(), e.fields());
    } catch (TemplateSyntaxException e) {
      throw e;
    } catch (TemplateException e) {
      throw HttpProblem.badRequest(e.getMessage());
    }
  }

  private static HttpProblem syntax(TemplateSyntaxException e, String of) {
    return HttpProblem.badRequest(
        "The template of the %s, line %d, column %d: %s"
            .formatted(of, e.line(), e.column(), e.getMessage()));
  }

  private Map<String, List<String>> values(Template template) {
    Map<String, List<String>> values = new LinkedHashMap<>(parameters.values());
    Set<String> names = template.names();
    values.keySet().removeIf(name -> OF_CLIENTS.contains(name) && !names.contains(name));
    return values;
  }
}
