package dev.nightjar.dynamodb.item;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The way to an attribute through maps, ready for {@link AttributeReader#find(AttributePath)}.
 * Names are compared as they are, case included.
 */
public final class AttributePath {
  private final byte[][] segments;

  private AttributePath(byte[][] segments) {
    this.segments = segments;
  }

  /** The path of an attribute name and, inside of it, names of a map's members. */
  public static AttributePath of(List<String> segments) {
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("a path needs a segment");
    }
    byte[][] names = new byte[segments.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = segments.get(i).getBytes(StandardCharsets.UTF_8);
    }
    return new AttributePath(names);
  }

  /** As {@link #of(List)}. */
  public static AttributePath of(String... segments) {
    return of(List.of(segments));
  }

  byte[][] segments() {
    return segments;
  }
}
