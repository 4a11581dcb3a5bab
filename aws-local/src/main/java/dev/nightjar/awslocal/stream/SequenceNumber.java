package dev.nightjar.awslocal.stream;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A sequence number: a decimal number of 24 digits and more, in the shape of those that AWS gives
 * out. A child's are all above its parent's; those of other lineages say nothing about time. As in
 * AWS their lengths differ within a stream, so comparing them as text goes wrong.
 *
 * @param shard what all of a shard's begin with; grows from shard to shard of a stream
 * @param offset the place in the shard, 21 digits
 */
record SequenceNumber(long shard, long offset) implements Comparable<SequenceNumber> {

  static final int OFFSET_DIGITS = 21;
  private static final Pattern SYNTAX = Pattern.compile("[0-9]{21,40}");

  /** The number with that text; none if it is none that this service ever gave out. */
  static Optional<SequenceNumber> parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      return Optional.empty();
    }
    int split = text.length() - OFFSET_DIGITS;
    try {
      return Optional.of(
          new SequenceNumber(
              Long.parseLong(text, 0, split, 10), Long.parseLong(text, split, text.length(), 10)));
    } catch (NumberFormatException beyondWhatWasGivenOut) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(SequenceNumber other) {
    return shard != other.shard
        ? Long.compare(shard, other.shard)
        : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    String digits = Long.toString(offset);
    return shard + "0".repeat(OFFSET_DIGITS - digits.length()) + digits;
  }
}
