package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  @Test
  void ordersADeployment() {
    Project project =
        Files.sound(
            Files.connection(),
            Files.datasource("SCHEMA >\n    id String\n" + Files.IMPORT),
            new SourceFile("changes.datasource", "SCHEMA >\n    id String\n"),
            new SourceFile(
                "a.pipe", "NODE n\nSQL SELECT * FROM z JOIN orders USING id\nTYPE endpoint\n"),
            new SourceFile(
                "m.pipe",
                "NODE n\nSQL SELECT * FROM orders\nTYPE materialized\nDATASOURCE changes\n"),
            new SourceFile(
                "z.pipe", "NODE q\nSQL SELECT * FROM changes\nNODE n\nSQL SELECT * FROM q\n"));

    Dependencies dependencies = Dependencies.of(project);

    assertThat(dependencies.order())
        .hasToString(
            "[my_ddb.connection, changes.datasource, orders.datasource, z.pipe, a.pipe, m.pipe]");
    assertThat(dependencies.needs(new ResourceName(FileKind.PIPE, "a")))
        .hasToString("[orders.datasource, z.pipe]");
    assertThat(dependencies.neededBy(new ResourceName(FileKind.DATASOURCE, "orders")))
        .hasToString("[a.pipe, m.pipe]");
    assertThat(dependencies.neededBy(new ResourceName(FileKind.CONNECTION, "my_ddb")))
        .hasToString("[orders.datasource]");
    assertThat(dependencies.cycles()).isEmpty();
  }

  @Test
  void givesTheNodesThatANodeNeedsInOrder() {
    PipeFile pipe =
        Files.ep(
            """
            NODE last
            SQL SELECT * FROM b JOIN a USING x
            NODE unused
            SQL SELECT 1
            NODE b
            SQL SELECT * FROM a
            NODE a
            SQL SELECT 1
            """);

    assertThat(Dependencies.nodesOf(pipe, "last"))
        .extracting(Node::name)
        .containsExactly("a", "b", "last");
    assertThat(Dependencies.nodesOf(pipe, "a")).extracting(Node::name).containsExactly("a");
    assertThat(Dependencies.nodesOf(pipe, "nobody")).isEmpty();
  }

  @Test
  void ordersAPathOfAnyLength() {
    SortedMap<Integer, SortedSet<Integer>> needs = new TreeMap<>();
    for (int i = 0; i < 100_000; i++) {
      needs.put(i, new TreeSet<>(Set.of(i + 1)));
    }

    assertThat(new Graph<>(needs).order()).hasSize(100_000).startsWith(99_999);
  }

  @Property(tries = 300)
  void putsEachAfterWhatItNeedsUnlessThereIsACircle(
      @ForAll @Size(max = 12) List<@Size(max = 3) List<@IntRange(max = 11) Integer>> edges) {
    SortedMap<Integer, SortedSet<Integer>> needs = new TreeMap<>();
    for (int i = 0; i < edges.size(); i++) {
      needs.put(i, new TreeSet<>(edges.get(i)));
    }
    Graph<Integer> graph = new Graph<>(needs);

    assertThat(graph.order()).containsExactlyInAnyOrderElementsOf(needs.keySet());
    boolean inOrder = true;
    Set<Integer> before = new HashSet<>();
    for (Integer element : graph.order()) {
      Set<Integer> needed = new HashSet<>(needs.get(element));
      needed.retainAll(needs.keySet());
      inOrder &= before.containsAll(needed);
      before.add(element);
    }
    assertThat(graph.cycles().isEmpty()).isEqualTo(inOrder);
    for (List<Integer> cycle : graph.cycles()) {
      List<Integer> round = new ArrayList<>(cycle);
      round.add(cycle.getFirst());
      for (int i = 0; i + 1 < round.size(); i++) {
        assertThat(needs.get(round.get(i))).contains(round.get(i + 1));
      }
    }
  }
}
