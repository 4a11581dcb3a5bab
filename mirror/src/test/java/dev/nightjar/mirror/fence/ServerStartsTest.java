package dev.nightjar.mirror.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerStartsTest {
  private final ServerStarts starts = new ServerStarts();

  @Test
  void twoRestartsWithinASecondAreTwo() {
    assertThat(starts.meets(start("a", 100))).isTrue();
    assertThat(starts.meets(start("b", 100))).isTrue();
    assertThat(starts.meets(start("c", 101))).isTrue();
  }

  @Test
  void aServerWhoseClockIsSetIsTheSame() {
    starts.meets(start("a", 100));

    assertThat(starts.meets(start("a", 5000))).isFalse();
    assertThat(starts.meets(start("a", 3))).isFalse();
  }

  @Test
  void serversThatTakeTurnsAreNewOnceEach() {
    assertThat(starts.meets(start("a", 100))).isTrue();
    assertThat(starts.meets(start("b", 50))).isTrue();

    for (int turn = 0; turn < 10; turn++) {
      assertThat(starts.meets(start("a", 100))).isFalse();
      assertThat(starts.meets(start("b", 50))).isFalse();
    }
    assertThat(starts.meets(start("c", 700))).as("one of them was started again").isTrue();
    assertThat(starts.meets(start("b", 50))).isFalse();
  }

  @Test
  void withoutIdsTheTimesTellAsFarAsTheyCan() {
    assertThat(starts.meets(start(100))).isTrue();
    assertThat(starts.meets(start(102))).as("a clock that was corrected").isFalse();
    assertThat(starts.meets(start(104))).as("again").isFalse();
    assertThat(starts.meets(start(107))).isTrue();
    assertThat(starts.meets(start(50))).as("another server, or a clock that was put back").isTrue();
    assertThat(starts.meets(start(107))).isFalse();
  }

  @Test
  void anIdThatIsNoLongerShownIsNoRestart() {
    starts.meets(start("a", 100));

    assertThat(starts.meets(start(100))).isFalse();
    assertThat(starts.meets(start("a", 100))).isFalse();
    assertThat(starts.meets(start(110))).isTrue();
  }

  @Test
  void onlySoManyAreKnownAndThoseThatAnswerStay() {
    for (int i = 0; i < ServerStarts.MOST; i++) {
      starts.meets(start("server " + i, i));
    }
    assertThat(starts.meets(start("server 0", 0))).isFalse();
    starts.meets(start("one more", 999));

    assertThat(starts.meets(start("server 0", 0))).isFalse();
    assertThat(starts.meets(start("server 1", 1))).as("met longest ago").isTrue();
  }

  private static ServerStart start(String id, long second) {
    return new ServerStart(Optional.of(id), second);
  }

  private static ServerStart start(long second) {
    return new ServerStart(Optional.empty(), second);
  }
}
