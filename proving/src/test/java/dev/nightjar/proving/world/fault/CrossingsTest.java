package dev.nightjar.proving.world.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossingsTest {
  private final Crossings crossings = new Crossings();
  private final List<String> killedAt = new ArrayList<>();

  @Test
  void killsAfterSoManyOthers() {
    arm("", 2);

    cross("one", "two", "three", "four");

    assertThat(killedAt).containsExactly("three");
    assertThat(crossings.count()).isEqualTo(4);
  }

  @Test
  void whatComesBeforeTheCallThatIsAimedAtDoesNotCount() {
    arm("tombstones", 1);

    cross("begin query", "end query", "begin insert tombstones", "begin transaction", "end");

    assertThat(killedAt).containsExactly("begin transaction");
  }

  @Test
  void severalKillsWaitEachForItsOwnCall() {
    arm("export", 0);
    arm("", 0);

    cross("one", "export");

    assertThat(killedAt).containsExactly("one", "export");
  }

  @Test
  void nothingIsKilledOnceItIsCalm() {
    arm("", 0);
    crossings.disarm();

    cross("one");

    assertThat(killedAt).isEmpty();
  }

  private void arm(String aim, int left) {
    crossings.killAfter(aim, left, () -> killedAt.add(crossings.last()));
  }

  private void cross(String... calls) {
    List.of(calls).forEach(crossings::cross);
  }
}
