package dev.nightjar.dynamodb.change;

/** Takes changes one after another. */
@FunctionalInterface
public interface ChangeConsumer {

  /**
   * Takes one change.
   *
   * @param change valid during this call alone; the next call may be given the same object with
   *     other content
   */
  void accept(Change change);
}
