package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Path.Index;
import dev.nightjar.awslocal.dynamodb.expression.Path.Name;
import dev.nightjar.awslocal.dynamodb.expression.Path.Step;
import dev.nightjar.awslocal.dynamodb.expression.Update.Amount;
import dev.nightjar.awslocal.dynamodb.expression.Update.Assignment;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.MapOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.SetOf;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.Num;
import dev.nightjar.awslocal.dynamodb.item.Sets;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Applies updates. All values are taken from the item as it was before. */
public final class Updates {

  private Updates() {}

  /**
   * The item after the update.
   *
   * @throws AwsError ValidationException if a path or a value does not go with the item
   */
  public static Item apply(Update update, Item before) {
    List<Write> writes = new ArrayList<>();
    List<Path> removes = new ArrayList<>(update.removes());
    for (Assignment set : update.sets()) {
      writes.add(new Write(set.path(), Operands.required(set.value(), before)));
    }
    for (Amount add : update.adds()) {
      writes.add(new Write(add.path(), sum(add.path().in(before), add.value())));
    }
    for (Amount delete : update.deletes()) {
      Optional<AttributeValue> there = delete.path().in(before);
      if (there.isPresent()) {
        rest(there.get(), (SetOf) delete.value())
            .ifPresentOrElse(
                rest -> writes.add(new Write(delete.path(), rest)),
                () -> removes.add(delete.path()));
      }
    }
    // elements are written in their order, and removed from the last to the first, so that places
    // in lists mean what they meant before
    writes.sort(Comparator.comparing(Write::path, Updates::byPlace));
    removes.sort(((Comparator<Path>) Updates::byPlace).reversed());
    MapOf root = new MapOf(before.attributes());
    for (Write write : writes) {
      root = (MapOf) put(root, write.path().steps(), write.value());
    }
    for (Path remove : removes) {
      root = (MapOf) remove(root, remove.steps());
    }
    return Item.of(root.entries());
  }

  private record Write(Path path, AttributeValue value) {}

  private static int byPlace(Path one, Path two) {
    int shared = Math.min(one.steps().size(), two.steps().size());
    for (int at = 0; at < shared; at++) {
      if (one.steps().get(at) instanceof Index(int a)
          && two.steps().get(at) instanceof Index(int b)
          && a != b) {
        return Integer.compare(a, b);
      }
      int order = one.steps().get(at).toString().compareTo(two.steps().get(at).toString());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.steps().size(), two.steps().size());
  }

  private static AttributeValue put(AttributeValue in, List<Step> steps, AttributeValue value) {
    Step step = steps.getFirst();
    List<Step> rest = steps.subList(1, steps.size());
    AttributeValue child =
        rest.isEmpty()
            ? value
            : put(Path.child(in, step).orElseThrow(Updates::invalidPath), rest, value);
    return with(in, step, child);
  }

  private static AttributeValue with(AttributeValue in, Step step, AttributeValue child) {
    if (in instanceof MapOf(var entries) && step instanceof Name(String name)) {
      Map<String, AttributeValue> more = new TreeMap<>(entries);
      more.put(name, child);
      return new MapOf(Collections.unmodifiableMap(more));
    }
    if (in instanceof ListOf(var elements) && step instanceof Index(int index)) {
      List<AttributeValue> more = new ArrayList<>(elements);
      if (index < more.size()) {
        more.set(index, child);
      } else {
        more.add(child);
      }
      return new ListOf(Collections.unmodifiableList(more));
    }
    throw invalidPath();
  }

  private static AttributeValue remove(AttributeValue from, List<Step> steps) {
    Step step = steps.getFirst();
    if (steps.size() > 1) {
      AttributeValue child = Path.child(from, step).orElseThrow(Updates::invalidPath);
      return with(from, step, remove(child, steps.subList(1, steps.size())));
    }
    if (from instanceof MapOf(var entries) && step instanceof Name(String name)) {
      Map<String, AttributeValue> fewer = new TreeMap<>(entries);
      fewer.remove(name);
      return new MapOf(Collections.unmodifiableMap(fewer));
    }
    if (from instanceof ListOf(var elements) && step instanceof Index(int index)) {
      List<AttributeValue> fewer = new ArrayList<>(elements);
      if (index < fewer.size()) {
        fewer.remove(index);
      }
      return new ListOf(Collections.unmodifiableList(fewer));
    }
    throw invalidPath();
  }

  private static AttributeValue sum(Optional<AttributeValue> there, AttributeValue added) {
    if (there.isEmpty()) {
      return added;
    }
    if (there.get() instanceof Num number && added instanceof Num more) {
      return number.plus(more);
    }
    if (there.get() instanceof SetOf set
        && added instanceof SetOf more
        && set.type() == more.type()) {
      return Sets.union(set, more);
    }
    throw Operands.wrongType();
  }

  private static Optional<SetOf> rest(AttributeValue there, SetOf deleted) {
    if (there instanceof SetOf set && set.type() == deleted.type()) {
      return Sets.difference(set, deleted);
    }
    throw Operands.wrongType();
  }

  private static AwsError invalidPath() {
    return AwsError.validation(
        "The document path provided in the update expression is invalid for update");
  }
}
