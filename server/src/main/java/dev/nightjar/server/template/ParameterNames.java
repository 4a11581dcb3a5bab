package dev.nightjar.server.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Walks through templates: which names their expressions use, in the order in which they stand. */
final class ParameterNames {
  private ParameterNames() {}

  /** The names in an expression. */
  static Set<String> in(Expression expression) {
    Set<String> names = new LinkedHashSet<>();
    each(
        expression,
        part -> {
          if (part instanceof Expression.Name(Place _, String name)) {
            names.add(name);
          }
        });
    return names;
  }

  /** Hands over an expression and all that it consists of. */
  static void each(Expression expression, Consumer<Expression> consumer) {
    consumer.accept(expression);
    children(expression).forEach(child -> each(child, consumer));
  }

  /** Hands over all expressions of a template. */
  static void each(List<Part> parts, Consumer<Expression> consumer) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text _ -> {}
        case Part.Output(Expression expression) -> each(expression, consumer);
        case Part.Set(Place _, String _, Expression value) -> each(value, consumer);
        case Part.For loop -> {
          each(loop.over(), consumer);
          each(loop.parts(), consumer);
        }
        case Part.If choice -> {
          for (Part.Branch branch : choice.branches()) {
            each(branch.condition(), consumer);
            each(branch.parts(), consumer);
          }
          each(choice.otherwise(), consumer);
        }
      }
    }
  }

  /** The names that a template gives values itself. */
  static Set<String> variables(List<Part> parts) {
    Set<String> names = new LinkedHashSet<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text _, Part.Output _ -> {}
        case Part.Set(Place _, String name, Expression _) -> names.add(name);
        case Part.For loop -> {
          names.addAll(loop.names());
          names.addAll(variables(loop.parts()));
        }
        case Part.If choice -> {
          choice.branches().forEach(branch -> names.addAll(variables(branch.parts())));
          names.addAll(variables(choice.otherwise()));
        }
      }
    }
    return names;
  }

  private static List<Expression> children(Expression expression) {
    return switch (expression) {
      case Expression.Literal _, Expression.Name _ -> List.of();
      case Expression.Listing(Place _, List<Expression> elements) -> elements;
      case Expression.Mapping mapping -> List.copyOf(mapping.entries().values());
      case Expression.Unary unary -> List.of(unary.operand());
      case Expression.Binary binary -> List.of(binary.left(), binary.right());
      case Expression.Choice choice ->
          List.of(choice.condition(), choice.then(), choice.otherwise());
      case Expression.Index index -> List.of(index.of(), index.index());
      case Expression.Call call -> joined(call.arguments(), call.named().values());
      case Expression.Method method -> joined(List.of(method.of()), method.arguments());
    };
  }

  private static List<Expression> joined(List<Expression> one, Collection<Expression> other) {
    List<Expression> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}
