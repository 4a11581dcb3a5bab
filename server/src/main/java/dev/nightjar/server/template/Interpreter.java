package dev.nightjar.server.template;

import dev.nightjar.clickhouse.CancelledException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Renders a template for one request. It sees the request's parameters, what the template sets
 * itself, and the secrets that it names.
 */
final class Interpreter {
  private static final int MOST_STEPS = 200_000;

  /** How much of a text or list one step can work through, in characters. */
  private static final int CHARACTERS_OF_A_STEP = 256;

  private final Map<String, List<String>> request;
  private final Function<String, Optional<String>> secrets;
  private final SqlBuilder sql;
  private final Map<String, Datum> variables = new HashMap<>();

  /** The variables whose values were computed with a secret. */
  private final Set<String> secretVariables = new HashSet<>();

  /** Whether what is being evaluated has read a secret. */
  private boolean readsSecret;

  private final Evaluator evaluator;
  private long steps;

  Interpreter(
      Map<String, List<String>> request,
      String prefix,
      Function<String, Optional<String>> secrets) {
    this.request = request;
    this.secrets = secrets;
    this.sql = new SqlBuilder(prefix);
    this.evaluator = new Evaluator(new Scope());
  }

  RenderedSql render(List<Part> parts) {
    write(parts);
    return sql.build();
  }

  /** What names mean at this moment. */
  final class Scope {

    boolean isVariable(String name) {
      return variables.containsKey(name);
    }

    Datum variable(String name) {
      readsSecret |= secretVariables.contains(name);
      return variables.get(name);
    }

    /** The values of a parameter in the order of the request; none if it is not there. */
    List<String> values(String parameter) {
      return request.getOrDefault(parameter, List.of());
    }

    /** The value of a secret of the workspace. */
    Optional<String> secret(String name) {
      Optional<String> value = secrets.apply(name);
      readsSecret |= value.isPresent();
      return value;
    }

    /**
     * Counts one step of work; too many are refused.
     *
     * @throws CancelledException when the thread is interrupted: nobody waits for the query
     */
    void step(Place place) {
      steps(place, 1);
    }

    /** Counts the steps that working through so many characters takes. */
    void work(Place place, long characters) {
      steps(place, characters / CHARACTERS_OF_A_STEP);
    }

    private void steps(Place place, long more) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("The template was interrupted");
      }
      steps += more;
      if (steps > MOST_STEPS) {
        throw new TemplateEvaluationException(place, "it takes too many steps.");
      }
    }
  }

  private void write(List<Part> parts) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String text) -> sql.text(new Place(1, 1), text);
        case Part.Output(Expression expression) -> {
          Evaluated value = evaluate(expression);
          if (value.secret()) {
            sql.secretValue(expression.place(), value.datum());
          } else {
            sql.value(expression.place(), value.datum());
          }
        }
        case Part.If branches -> write(chosen(branches));
        case Part.For loop -> loop(loop);
        case Part.Set(Place _, String name, Expression value) -> assign(name, evaluate(value));
      }
    }
  }

  /**
   * A value.
   *
   * @param secret whether it was computed with a secret, however little of it is left
   */
  private record Evaluated(Datum datum, boolean secret) {}

  private Evaluated evaluate(Expression expression) {
    readsSecret = false;
    try {
      return new Evaluated(evaluator.evaluate(expression), readsSecret);
    } catch (MalformedParameterException e) {
      throw readsSecret ? e.untold() : e;
    } catch (TemplateErrorException e) {
      throw readsSecret
          ? new TemplateEvaluationException(
              expression.place(), "an error is made of a secret, and cannot be told.")
          : e;
    }
  }

  private void assign(String name, Evaluated value) {
    variables.put(name, value.datum());
    if (value.secret()) {
      secretVariables.add(name);
    } else {
      secretVariables.remove(name);
    }
  }

  private List<Part> chosen(Part.If choice) {
    for (Part.Branch branch : choice.branches()) {
      if (Evaluator.isTrue(evaluate(branch.condition()).datum())) {
        return branch.parts();
      }
    }
    return choice.otherwise();
  }

  private void loop(Part.For loop) {
    Evaluated over = evaluate(loop.over());
    for (Datum element : Evaluator.elements(loop.place(), over.datum())) {
      evaluator.step(loop.place());
      assign(loop, element, over.secret());
      write(loop.parts());
    }
  }

  private void assign(Part.For loop, Datum element, boolean secret) {
    if (loop.names().size() == 1) {
      assign(loop.names().getFirst(), new Evaluated(element, secret));
      return;
    }
    List<Datum> values = new ArrayList<>(Evaluator.elements(loop.place(), element));
    if (values.size() != loop.names().size()) {
      throw new TemplateEvaluationException(
          loop.place(),
          "an element has %d parts, and there are %d names for them."
              .formatted(values.size(), loop.names().size()));
    }
    for (int i = 0; i < values.size(); i++) {
      assign(loop.names().get(i), new Evaluated(values.get(i), secret));
    }
  }
}
