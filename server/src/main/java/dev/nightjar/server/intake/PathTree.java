package dev.nightjar.server.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The JSON paths of all columns as one tree, so that a record is read once. */
final class PathTree {
  private final Map<String, PathTree> children = new HashMap<>();
  private final List<Integer> columns = new ArrayList<>();

  static PathTree of(RowShape shape) {
    PathTree root = new PathTree();
    for (int i = 0; i < shape.size(); i++) {
      PathTree node = root;
      for (String segment : shape.columns().get(i).path().segments()) {
        node = node.children.computeIfAbsent(segment, name -> new PathTree());
      }
      node.columns.add(i);
    }
    return root;
  }

  /** What is below a field; null where no column reads it. */
  PathTree child(String field) {
    return children.get(field);
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }

  /** The columns whose value is here. */
  List<Integer> columns() {
    return columns;
  }
}
