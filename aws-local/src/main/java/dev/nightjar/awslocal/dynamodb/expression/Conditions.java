package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Condition.And;
import dev.nightjar.awslocal.dynamodb.expression.Condition.BeginsWith;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Between;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparator;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparison;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Contains;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Exists;
import dev.nightjar.awslocal.dynamodb.expression.Condition.HasType;
import dev.nightjar.awslocal.dynamodb.expression.Condition.In;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Not;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Or;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.SetOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Evaluates conditions. */
public final class Conditions {

  private Conditions() {}

  /** Whether a condition holds for an item, which may be without attributes: not there. */
  public static boolean holds(Condition condition, Item item) {
    return switch (condition) {
      case And(Condition left, Condition right) -> holds(left, item) && holds(right, item);
      case Or(Condition left, Condition right) -> holds(left, item) || holds(right, item);
      case Not(Condition inner) -> !holds(inner, item);
      case Exists(Path path, boolean wanted) -> path.in(item).isPresent() == wanted;
      case HasType(Operand operand, var type) ->
          Operands.value(operand, item).filter(value -> value.type() == type).isPresent();
      case Comparison(Operand left, Comparator operator, Operand right) ->
          compare(Operands.value(left, item), operator, Operands.value(right, item));
      case Between(Operand operand, Operand low, Operand high) -> {
        Optional<AttributeValue> value = Operands.value(operand, item);
        yield compare(value, Comparator.GE, Operands.value(low, item))
            && compare(value, Comparator.LE, Operands.value(high, item));
      }
      case In(Operand operand, List<Operand> candidates) -> {
        Optional<AttributeValue> value = Operands.value(operand, item);
        yield value.isPresent()
            && candidates.stream()
                .anyMatch(candidate -> Operands.value(candidate, item).equals(value));
      }
      case BeginsWith(Operand operand, Operand prefix) ->
          both(operand, prefix, item, Conditions::beginsWith);
      case Contains(Operand operand, Operand part) ->
          both(operand, part, item, Conditions::contains);
    };
  }

  /** Every path that a condition names. */
  public static List<Path> paths(Condition condition) {
    List<Path> paths = new ArrayList<>();
    collect(condition, paths);
    return paths;
  }

  private static boolean compare(
      Optional<AttributeValue> left, Comparator operator, Optional<AttributeValue> right) {
    boolean both = left.isPresent() && right.isPresent();
    return switch (operator) {
      case EQ -> both && left.equals(right);
      case NE -> !both || !left.equals(right);
      case LT -> both && ordered(left.get(), right.get(), order -> order < 0);
      case LE -> both && ordered(left.get(), right.get(), order -> order <= 0);
      case GT -> both && ordered(left.get(), right.get(), order -> order > 0);
      case GE -> both && ordered(left.get(), right.get(), order -> order >= 0);
    };
  }

  private static boolean ordered(AttributeValue left, AttributeValue right, IntPredicate wanted) {
    return left.type() == right.type()
        && left.type().ordered()
        && wanted.test(ValueOrder.INSTANCE.compare(left, right));
  }

  private interface Relation {
    boolean holds(AttributeValue left, AttributeValue right);
  }

  private static boolean both(Operand left, Operand right, Item item, Relation relation) {
    Optional<AttributeValue> a = Operands.value(left, item);
    Optional<AttributeValue> b = Operands.value(right, item);
    return a.isPresent() && b.isPresent() && relation.holds(a.get(), b.get());
  }

  private static boolean beginsWith(AttributeValue value, AttributeValue prefix) {
    if (value instanceof Str(String text) && prefix instanceof Str(String start)) {
      return text.startsWith(start);
    }
    return value instanceof Bin(var bytes)
        && prefix instanceof Bin(var start)
        && bytes.startsWith(start);
  }

  private static boolean contains(AttributeValue value, AttributeValue part) {
    return switch (value) {
      case Str(String text) -> part instanceof Str(String within) && text.contains(within);
      case Bin(var bytes) -> part instanceof Bin(var within) && bytes.contains(within);
      case SetOf set -> set.members().contains(part);
      case ListOf(var elements) -> elements.contains(part);
      default -> false;
    };
  }

  private static void collect(Condition condition, List<Path> paths) {
    switch (condition) {
      case And(Condition left, Condition right) -> {
        collect(left, paths);
        collect(right, paths);
      }
      case Or(Condition left, Condition right) -> {
        collect(left, paths);
        collect(right, paths);
      }
      case Not(Condition inner) -> collect(inner, paths);
      case Exists(Path path, boolean _) -> paths.add(path);
      case HasType(Operand operand, var _) -> collect(operand, paths);
      case Comparison(Operand left, var _, Operand right) -> collect(paths, left, right);
      case Between(Operand operand, Operand low, Operand high) ->
          collect(paths, operand, low, high);
      case In(Operand operand, List<Operand> candidates) -> {
        collect(operand, paths);
        candidates.forEach(candidate -> collect(candidate, paths));
      }
      case BeginsWith(Operand operand, Operand prefix) -> collect(paths, operand, prefix);
      case Contains(Operand operand, Operand part) -> collect(paths, operand, part);
    }
  }

  private static void collect(List<Path> paths, Operand... operands) {
    for (Operand operand : operands) {
      collect(operand, paths);
    }
  }

  private static void collect(Operand operand, List<Path> paths) {
    switch (operand) {
      case Operand.At(Path path) -> paths.add(path);
      case Operand.Size(Operand of) -> collect(of, paths);
      case Operand.IfNotExists(Path path, Operand otherwise) -> {
        paths.add(path);
        collect(otherwise, paths);
      }
      case Operand.ListAppend(Operand first, Operand second) -> collect(paths, first, second);
      case Operand.Arithmetic(Operand left, boolean _, Operand right) ->
          collect(paths, left, right);
      case Operand.Literal _ -> {}
    }
  }
}
