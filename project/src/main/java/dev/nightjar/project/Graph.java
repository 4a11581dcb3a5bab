package dev.nightjar.project;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A directed graph: an order in which each comes after what it needs, and its cycles. Depth does
 * not cost stack.
 */
final class Graph<T extends Comparable<T>> {
  private final SortedMap<T, ? extends SortedSet<T>> needs;
  private final List<T> order = new ArrayList<>();
  private final List<List<T>> cycles = new ArrayList<>();
  private final Set<T> done = new HashSet<>();

  /**
   * @param needs each element with what it needs; needed elements that are no key do not count
   */
  Graph(SortedMap<T, ? extends SortedSet<T>> needs) {
    this.needs = needs;
    needs.keySet().forEach(this::visit);
  }

  List<T> order() {
    return List.copyOf(order);
  }

  /**
   * Each element that closes a circle gives one: its elements in order, from the first that was
   * visited.
   */
  List<List<T>> cycles() {
    return List.copyOf(cycles);
  }

  private void visit(T start) {
    if (done.contains(start)) {
      return;
    }
    List<T> path = new ArrayList<>();
    Set<T> onPath = new HashSet<>();
    Deque<Iterator<T>> open = new ArrayDeque<>();
    path.add(start);
    onPath.add(start);
    open.push(needs.get(start).iterator());
    while (!open.isEmpty()) {
      if (!open.peek().hasNext()) {
        T finished = path.removeLast();
        onPath.remove(finished);
        done.add(finished);
        order.add(finished);
        open.pop();
        continue;
      }
      T next = open.peek().next();
      if (onPath.contains(next)) {
        cycles.add(List.copyOf(path.subList(path.indexOf(next), path.size())));
      } else if (needs.containsKey(next) && !done.contains(next)) {
        path.add(next);
        onPath.add(next);
        open.push(needs.get(next).iterator());
      }
    }
  }
}
