package dev.nightjar.awslocal.dynamodb.key;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of places in a key's order.
 *
 * @param from the first place in it
 * @param to the first place behind it; none for the end of all keys
 */
public record KeyRange(ItemKey from, Optional<ItemKey> to) {

  private static final byte[] START = new byte[Long.BYTES];

  /** Everything. */
  public static final KeyRange ALL = new KeyRange(ItemKey.place(START), Optional.empty());

  /** One of {@code total} equal parts of the hashes, for a parallel Scan. */
  public static KeyRange segment(int segment, int total) {
    return new KeyRange(
        ItemKey.place(segmentStart(segment, total)),
        segment + 1 == total
            ? Optional.empty()
            : Optional.of(ItemKey.place(segmentStart(segment + 1, total))));
  }

  /** All sort keys of one partition key. */
  public static KeyRange partition(AttributeValue partition) {
    return prefixed(new KeyOrder().partition(partition).toArray());
  }

  /** The sort keys equal to that one. */
  public static KeyRange equal(AttributeValue partition, AttributeValue sort) {
    return prefixed(new KeyOrder().partition(partition).sort(sort).toArray());
  }

  /** The sort keys (strings or binary) that begin so. */
  public static KeyRange beginsWith(AttributeValue partition, AttributeValue prefix) {
    return prefixed(new KeyOrder().partition(partition).sortPrefix(prefix).toArray());
  }

  /** The part of this range below all of that one's. */
  public KeyRange before(KeyRange other) {
    return new KeyRange(from, Optional.of(other.from));
  }

  /** The part of this range up to the end of that one. */
  public KeyRange upTo(KeyRange other) {
    return new KeyRange(from, other.to);
  }

  /** The part of this range from the beginning of that one. */
  public KeyRange since(KeyRange other) {
    return new KeyRange(other.from, to);
  }

  /** The part of this range above all of that one's. */
  public KeyRange after(KeyRange other) {
    return other
        .to
        .map(end -> new KeyRange(end, to))
        .orElse(new KeyRange(other.from, Optional.of(other.from)));
  }

  /** Whether a place lies in the range. */
  public boolean contains(ItemKey place) {
    return from.compareTo(place) <= 0 && (to.isEmpty() || place.compareTo(to.get()) < 0);
  }

  private static KeyRange prefixed(byte[] prefix) {
    return new KeyRange(ItemKey.place(prefix), next(prefix).map(ItemKey::place));
  }

  /** The least bytes above all that begin so. */
  private static Optional<byte[]> next(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && prefix[last] == (byte) 0xFF) {
      last--;
    }
    if (last < 0) {
      return Optional.empty();
    }
    byte[] next = Arrays.copyOf(prefix, last + 1);
    next[last]++;
    return Optional.of(next);
  }

  private static byte[] segmentStart(int segment, int total) {
    byte[] start =
        BigInteger.ONE
            .shiftLeft(Long.SIZE)
            .multiply(BigInteger.valueOf(segment))
            .divide(BigInteger.valueOf(total))
            .toByteArray();
    byte[] hash = new byte[Long.BYTES];
    int length = Math.min(start.length, hash.length);
    System.arraycopy(start, start.length - length, hash, hash.length - length, length);
    return hash;
  }
}
