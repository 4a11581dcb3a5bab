package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Path.Index;
import dev.nightjar.awslocal.dynamodb.expression.Path.Name;
import dev.nightjar.awslocal.dynamodb.expression.Path.Step;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.MapOf;
import dev.nightjar.awslocal.dynamodb.item.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Some paths of an item.
 *
 * @param paths none of them leads into another one
 */
public record Projection(List<Path> paths) {

  /**
   * Parses the text of a ProjectionExpression.
   *
   * @throws dev.nightjar.awslocal.operation.AwsError ValidationException with what is wrong with it
   */
  public static Projection parse(String text, Placeholders placeholders) {
    var in = new TokenReader(ExpressionKind.PROJECTION, text, placeholders);
    List<Path> paths = in.paths();
    in.expectEnd();
    PathRules.requireApart(ExpressionKind.PROJECTION, paths);
    return new Projection(List.copyOf(paths));
  }

  /** Whole attributes. */
  public static Projection ofAttributes(List<String> names) {
    return new Projection(
        names.stream().distinct().map(name -> new Path(List.of(new Name(name)))).toList());
  }

  /**
   * What an item has of the paths: maps with the entries that were named, lists with the elements
   * that were named, moved together.
   */
  public Item of(Item item) {
    return prune(new MapOf(item.attributes()), paths.stream().map(Path::steps).toList())
        .map(pruned -> Item.of(((MapOf) pruned).entries()))
        .orElse(Item.EMPTY);
  }

  private static Optional<AttributeValue> prune(AttributeValue value, List<List<Step>> wanted) {
    if (wanted.getFirst().isEmpty()) {
      return Optional.of(value);
    }
    Map<Step, List<List<Step>>> byStep = new LinkedHashMap<>();
    for (List<Step> steps : wanted) {
      byStep
          .computeIfAbsent(steps.getFirst(), _ -> new ArrayList<>())
          .add(steps.subList(1, steps.size()));
    }
    Map<String, AttributeValue> entries = new TreeMap<>();
    Map<Integer, AttributeValue> elements = new TreeMap<>();
    byStep.forEach((step, rest) ->
        Path.child(value, step)
            .flatMap(child -> prune(child, rest))
            .ifPresent(kept -> {
              switch (step) {
                case Name(String name) -> entries.put(name, kept);
                case Index(int index) -> elements.put(index, kept);
              }
            }));
    if (!elements.isEmpty()) {
      return Optional.of(new ListOf(List.copyOf(elements.values())));
    }
    return entries.isEmpty() ? Optional.empty() : Optional.of(new MapOf(entries));
  }
}
