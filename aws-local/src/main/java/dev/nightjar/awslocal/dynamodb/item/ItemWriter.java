package dev.nightjar.awslocal.dynamodb.item;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bool;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.MapOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Null;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.SetOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes typed JSON. Attributes, entries of maps and members of sets come in ascending order, so
 * equal items have equal bytes; or, for another seed than none, in an order of the seed's.
 */
public final class ItemWriter {

  /** Writes in ascending order. */
  public static final ItemWriter SORTED = new ItemWriter(false, 0);

  private final boolean shuffled;
  private final long seed;

  private ItemWriter(boolean shuffled, long seed) {
    this.shuffled = shuffled;
    this.seed = seed;
  }

  /** A writer whose order depends on the seed and on the item. */
  public static ItemWriter shuffled(long seed) {
    return new ItemWriter(true, seed);
  }

  /** The item's JSON in UTF-8. */
  public byte[] write(Item item) {
    var out = new JsonBytes(1024);
    write(item.attributes(), out);
    return out.toArray();
  }

  /** The value's JSON in UTF-8, its type tag included. */
  public byte[] write(AttributeValue value) {
    var out = new JsonBytes(64);
    write(value, out);
    return out.toArray();
  }

  private void write(Map<String, AttributeValue> entries, JsonBytes out) {
    out.put('{');
    boolean first = true;
    for (Map.Entry<String, AttributeValue> entry : ordered(entries.entrySet())) {
      if (!first) {
        out.put(',');
      }
      first = false;
      out.string(entry.getKey()).put(':');
      write(entry.getValue(), out);
    }
    out.put('}');
  }

  private void write(AttributeValue value, JsonBytes out) {
    out.put('{').put('"').ascii(value.type().name()).put('"').put(':');
    switch (value) {
      case Bool(boolean set) -> out.ascii(set ? "true" : "false");
      case Null _ -> out.ascii("true");
      case Str _, Num _, Bin _ -> writeText(value, out);
      case SetOf set -> {
        out.put('[');
        boolean first = true;
        for (AttributeValue member : ordered(set.members())) {
          if (!first) {
            out.put(',');
          }
          first = false;
          writeText(member, out);
        }
        out.put(']');
      }
      case ListOf(var elements) -> {
        out.put('[');
        for (int at = 0; at < elements.size(); at++) {
          if (at > 0) {
            out.put(',');
          }
          write(elements.get(at), out);
        }
        out.put(']');
      }
      case MapOf(var entries) -> write(entries, out);
    }
    out.put('}');
  }

  private static void writeText(AttributeValue scalar, JsonBytes out) {
    switch (scalar) {
      case Str(String text) -> out.string(text);
      case Num(String text) -> out.put('"').ascii(text).put('"');
      case Bin(Bytes bytes) -> out.put('"').ascii(bytes.base64()).put('"');
      default -> throw new IllegalArgumentException(scalar.type() + " is no scalar with a text");
    }
  }

  private <T> Collection<T> ordered(Collection<T> sorted) {
    if (!shuffled || sorted.size() < 2) {
      return sorted;
    }
    List<T> copy = new ArrayList<>(sorted);
    Collections.shuffle(copy, new Random(seed * 31 + sorted.size()));
    return copy;
  }
}
