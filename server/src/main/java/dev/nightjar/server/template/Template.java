package dev.nightjar.server.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A template, read and checked. It is immutable and may be rendered by many threads at once. */
public final class Template {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final List<Part> parts;
  private final List<TemplateParameter> parameters;

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.parameters = List.copyOf(TemplateParameters.of(parts));
  }

  /**
   * Reads a template.
   *
   * @param sql with or without the line {@code %} that marks it in a file; lines count from that of
   *     the first character
   * @throws TemplateSyntaxException with the place of what is wrong
   */
  public static Template parse(String sql) {
    // The mark becomes a space, so that places stay what they are in the text.
    String text = sql.startsWith("%") ? " " + sql.substring(1) : sql;
    return new Template(TemplateParser.parse(text));
  }

  /** As {@link #render(Map, String)}, with placeholders {@code p0}, {@code p1} … */
  public RenderedSql render(Map<String, List<String>> request) {
    return render(request, "p");
  }

  /**
   * Renders the query of a request.
   *
   * @param request the values of each parameter in the order of the request; of several a scalar
   *     takes the last
   * @param prefix what the names of the placeholders begin with, so that the nodes of a pipe do not
   *     share them: a plain identifier, a number follows it
   * @throws MissingParameterException if a required parameter is not there
   * @throws MalformedParameterException if one is not of its type
   * @throws TemplateErrorException if the template refuses the request
   * @throws TemplateEvaluationException if the template does what is impossible
   */
  public RenderedSql render(Map<String, List<String>> request, String prefix) {
    return render(request, prefix, _ -> Optional.empty());
  }

  /**
   * The same for a template that may name secrets.
   *
   * @param secrets the value of a secret by its name
   */
  public RenderedSql render(
      Map<String, List<String>> request,
      String prefix,
      Function<String, Optional<String>> secrets) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("no prefix of a placeholder: " + prefix);
    }
    return new Interpreter(request, prefix, secrets).render(parts);
  }

  /**
   * Whether its SQL is the same for every request but for the values in it: each of its expressions
   * is one parameter of a type ({@code {{ String(name, 'default') }}}), and nothing is left to
   * conditions, loops, names of columns or secrets.
   */
  public boolean differsInValuesOnly() {
    return parts.stream()
        .allMatch(part ->
            switch (part) {
              case Part.Text _ -> true;
              case Part.Output(Expression expression) -> isValue(expression);
              case Part.If _, Part.For _, Part.Set _ -> false;
            });
  }

  private static boolean isValue(Expression expression) {
    if (!(expression instanceof Expression.Call call)
        || !(ScalarType.of(call.function()).isPresent() || call.function().equals("Array"))
        || !(call.arguments().getFirst() instanceof Expression.Name)
        || Functions.defaultOf(call).isEmpty()) {
      return false;
    }
    AtomicInteger calls = new AtomicInteger();
    ParameterNames.each(
        expression,
        each -> {
          if (each instanceof Expression.Call || each instanceof Expression.Method) {
            calls.incrementAndGet();
          }
        });
    return calls.get() == 1;
  }

  /** The parameters that typed functions declare, in the order of their first declaration. */
  public List<TemplateParameter> parameters() {
    return parameters;
  }

  /**
   * All names that may be a request's parameters, those that are only asked for by {@code
   * defined()} too.
   */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    ParameterNames.each(
        parts,
        expression -> {
          if (expression instanceof Expression.Name(Place _, String name)) {
            names.add(name);
          }
        });
    names.removeAll(ParameterNames.variables(parts));
    return names;
  }
}
