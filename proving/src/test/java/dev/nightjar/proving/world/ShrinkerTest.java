package dev.nightjar.proving.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.HistoryGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final Event ONE = new Event.Roll(Duration.ofSeconds(7), 77_777);
  private static final Event OTHER = new Event.Split(Duration.ofMinutes(7), 88_888);

  @Test
  void onlyTheEventsStayThatBreakThePromiseTogether() {
    History drawn = HistoryGenerator.draw(1);
    List<Event> events = new ArrayList<>(drawn.events());
    events.add(ONE);
    events.add(OTHER);
    Finding broken = run(drawn.with(events));

    Finding smallest = new Shrinker(ShrinkerTest::run, 1000).shrink(broken);

    assertThat(smallest.history().events()).containsExactly(ONE, OTHER);
    assertThat(BrokenHistory.of(smallest).report())
        .anyMatch(line -> line.contains("0:07:00.000 Split[pick=88888]"));
  }

  @Test
  void shrinkingEndsWhenItHasRunEnoughHistories() {
    History drawn = HistoryGenerator.draw(1);
    List<Event> events = new ArrayList<>(drawn.events());
    events.add(ONE);
    events.add(OTHER);

    Finding smallest = new Shrinker(ShrinkerTest::run, 2).shrink(run(drawn.with(events)));

    assertThat(smallest.history().events()).contains(ONE, OTHER).hasSizeGreaterThan(2);
  }

  private static Finding run(History history) {
    boolean broken = history.events().containsAll(List.of(ONE, OTHER));
    return new Finding(
        history,
        broken ? Optional.of("one and the other") : Optional.empty(),
        Optional.empty(),
        "0:00:00",
        0,
        0,
        0,
        "LIVE",
        Optional.empty(),
        0,
        List.of());
  }
}
