package dev.nightjar.dynamodb.stream;

import dev.nightjar.dynamodb.change.SequenceNumber;

/** Where in a shard to begin: the {@code ShardIteratorType} with its sequence number. */
public sealed interface IteratorPosition {

  /**
   * The oldest record that the shard still holds. Never an error, even where records before it are
   * gone.
   */
  record TrimHorizon() implements IteratorPosition {}

  /** Only what is written from now on. */
  record Latest() implements IteratorPosition {}

  /** The record with this number, and on. */
  record AtSequenceNumber(SequenceNumber sequenceNumber) implements IteratorPosition {}

  /** The record after the one with this number, and on. */
  record AfterSequenceNumber(SequenceNumber sequenceNumber) implements IteratorPosition {}
}
