package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.item.MemberOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The paths of values in ClickHouse's JSON type, which joins names by dots: {@code {"a.b":1}} and
 * {@code {"a":{"b":1}}} are the same to it, and both in one object an error.
 */
final class JsonPaths {

  /** Whether no two values in a map have the same path. */
  boolean areDistinct(AttributeReader item, int map) {
    // Without a dot in a name all paths differ: nothing is collected.
    return !hasDottedName(item, map) || collect(item, map, "", new HashSet<>());
  }

  private static boolean hasDottedName(AttributeReader item, int parent) {
    boolean map = item.type(parent) == AttributeType.M;
    if (!map && item.type(parent) != AttributeType.L) {
      return false;
    }
    for (int child = item.firstChild(parent);
        child != AttributeReader.NONE;
        child = item.nextSibling(child)) {
      if ((map && isDotted(item, child)) || hasDottedName(item, child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDotted(AttributeReader item, int node) {
    byte[] name = item.nameBuffer(node);
    for (int at = item.nameStart(node); at < item.nameEnd(node); at++) {
      if (name[at] == '.') {
        return true;
      }
    }
    return false;
  }

  private boolean collect(AttributeReader item, int map, String prefix, Set<String> paths) {
    MemberOrder members = new MemberOrder();
    int count = members.sort(item, map);
    for (int i = 0; i < count; i++) {
      int child = members.node(i);
      String path =
          prefix
              + new String(
                  item.nameBuffer(child),
                  item.nameStart(child),
                  item.nameEnd(child) - item.nameStart(child),
                  StandardCharsets.UTF_8);
      boolean distinct =
          switch (item.type(child)) {
            case M -> collect(item, child, path + ".", paths);
            case L -> paths.add(path) && collectElements(item, child);
            case NULL -> true;
            default -> paths.add(path);
          };
      if (!distinct) {
        return false;
      }
    }
    return true;
  }

  /** Each object in a list is one of its own. */
  private boolean collectElements(AttributeReader item, int list) {
    for (int child = item.firstChild(list);
        child != AttributeReader.NONE;
        child = item.nextSibling(child)) {
      boolean distinct =
          switch (item.type(child)) {
            case M -> collect(item, child, "", new HashSet<>());
            case L -> collectElements(item, child);
            default -> true;
          };
      if (!distinct) {
        return false;
      }
    }
    return true;
  }
}
