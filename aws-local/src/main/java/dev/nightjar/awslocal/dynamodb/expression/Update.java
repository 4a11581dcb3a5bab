package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A parsed update.
 *
 * @param sets the actions of the SET clause
 * @param removes the paths of the REMOVE clause
 * @param adds the actions of the ADD clause: numbers or sets
 * @param deletes the actions of the DELETE clause: sets
 */
public record Update(
    List<Assignment> sets, List<Path> removes, List<Amount> adds, List<Amount> deletes) {

  /** An update that names nothing. */
  public static final Update NOTHING = new Update(List.of(), List.of(), List.of(), List.of());

  /** {@code path = value}. */
  record Assignment(Path path, Operand value) {}

  /** {@code path :value}. */
  record Amount(Path path, AttributeValue value) {}

  /** The paths that it writes to. */
  public List<Path> paths() {
    List<Path> paths = new ArrayList<>(removes);
    sets.forEach(set -> paths.add(set.path()));
    adds.forEach(add -> paths.add(add.path()));
    deletes.forEach(delete -> paths.add(delete.path()));
    return paths;
  }

  /**
   * Whether there is something to do and all of it takes away: such an update makes no item where
   * there is none.
   */
  public boolean onlyTakesAway() {
    return sets.isEmpty() && adds.isEmpty() && !(removes.isEmpty() && deletes.isEmpty());
  }
}
