package dev.nightjar.awslocal.dynamodb.item;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue.SetOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What can be done with sets. */
public final class Sets {

  private Sets() {}

  /** A set of these members, which have the set's member type; nothing if one occurs twice. */
  public static Optional<SetOf> of(AttributeType type, List<AttributeValue> members) {
    List<AttributeValue> sorted = new ArrayList<>(members);
    sorted.sort(ValueOrder.INSTANCE);
    for (int at = 1; at < sorted.size(); at++) {
      if (sorted.get(at).equals(sorted.get(at - 1))) {
        return Optional.empty();
      }
    }
    return Optional.of(new SetOf(type, Collections.unmodifiableList(sorted)));
  }

  /** The members of both, which are of one type. */
  public static SetOf union(SetOf left, SetOf right) {
    var members = new TreeSet<AttributeValue>(ValueOrder.INSTANCE);
    members.addAll(left.members());
    members.addAll(right.members());
    return new SetOf(left.type(), List.copyOf(members));
  }

  /** The members of the left one that the right one has not; nothing where none is left. */
  public static Optional<SetOf> difference(SetOf left, SetOf right) {
    List<AttributeValue> rest =
        left.members().stream().filter(member -> !right.members().contains(member)).toList();
    return rest.isEmpty() ? Optional.empty() : Optional.of(new SetOf(left.type(), rest));
  }
}
