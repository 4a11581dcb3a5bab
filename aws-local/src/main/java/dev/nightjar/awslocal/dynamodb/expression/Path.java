package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.MapOf;
import dev.nightjar.awslocal.dynamodb.item.Item;
import java.util.List;
import java.util.Optional;

/**
 * A document path.
 *
 * @param steps the attribute's name, then names in maps and places in lists
 */
public record Path(List<Step> steps) {

  /** A step of a path. */
  public sealed interface Step {}

  /** An attribute or an entry of a map. */
  public record Name(String name) implements Step {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An element of a list, from 0. */
  public record Index(int index) implements Step {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** The attribute that the path begins with. */
  public String attribute() {
    return ((Name) steps.getFirst()).name();
  }

  /** Whether it names a whole attribute. */
  public boolean isAttribute() {
    return steps.size() == 1;
  }

  /** What is there in an item. */
  public Optional<AttributeValue> in(Item item) {
    Optional<AttributeValue> value = item.get(attribute());
    for (Step step : steps.subList(1, steps.size())) {
      if (value.isEmpty()) {
        return value;
      }
      value = child(value.get(), step);
    }
    return value;
  }

  static Optional<AttributeValue> child(AttributeValue value, Step step) {
    return switch (step) {
      case Name(String name) when value instanceof MapOf(var entries) ->
          Optional.ofNullable(entries.get(name));
      case Index(int index) when value instanceof ListOf(var elements) ->
          index < elements.size() ? Optional.of(elements.get(index)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The steps as error messages show them: {@code [a, b, [1]]}. */
  @Override
  public String toString() {
    return steps.toString();
  }
}
