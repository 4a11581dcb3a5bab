package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void itBeginsInItsMomentAndIsSetRight() throws InterruptedException {
    Episode episode = episode(Duration.ZERO);

    episode.look("LOADING");
    assertThat(done).isEmpty();
    assertThat(episode.over()).isFalse();
    episode.look("LIVE");
    assertThat(done).containsExactly("begun", "ended");
    assertThat(episode.over()).isTrue();
    episode.look("LIVE");
    episode.end();

    assertThat(done).as("once").containsExactly("begun", "ended");
  }

  @Test
  void whatStillLastsIsSetRightAtTheEnd() throws InterruptedException {
    Episode episode = episode(Duration.ofHours(1));

    episode.look("LIVE");
    episode.look("LIVE");
    assertThat(done).containsExactly("begun");
    episode.end();

    assertThat(done).containsExactly("begun", "ended");
  }

  @Test
  void whatHasNotBegunNeedsNoEnd() throws InterruptedException {
    episode(Duration.ZERO).end();

    assertThat(done).isEmpty();
  }

  private Episode episode(Duration length) {
    return new Episode(
        "test", "LIVE"::equals, length, () -> done.add("begun"), () -> done.add("ended"), true);
  }
}
