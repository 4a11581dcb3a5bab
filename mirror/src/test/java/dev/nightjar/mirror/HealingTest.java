package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.HealingStatus;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was lost, FINAL is the table again without a person. */
@ExtendWith(EmbeddedEngine.class)
class HealingTest {
  @TempDir Path directory;

  @Test
  void aPersonsWordLoadsTheTableAnew(TestDatabase database) {
    try (MirrorWorld world = live(database, "resync")) {
      world.mirrors().resync(world.spec().id(), Resync.STANDARD);

      assertThat(world.status().state()).isEqualTo(MirrorState.HEALING);
      assertThat(world.status().caughtUpAt()).isEmpty();
      world.awaitReason("waiting_for_stream_age");
      world.table().fill(10, 30, "meanwhile");
      world.passStreamAge(2);

      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(60);
      assertThat(world.status().generation()).isEqualTo(2);
      assertThat(world.changeRows()).isEqualTo("90\t90");
      HealingStatus healing = world.status().healing();
      assertThat(healing.cause()).contains("resync");
      assertThat(healing.gapsFound()).isEqualTo(1);
      assertThat(healing.abandonedBatches()).isZero();
    }
  }

  @Test
  void aPositionOlderThanTheRetentionIsHealed(TestDatabase database) {
    try (MirrorWorld world = live(database, "stale")) {
      world.stop();
      world.table().delete("p1", "s1");
      world.table().fill(2, 3, "lost");
      world.table().clock().advance(Duration.ofHours(30));
      world.table().fill(4, 3, "young");

      world.open();

      world.awaitStatus(status -> status.state() == MirrorState.HEALING);
      assertThat(world.status().healing().cause().orElseThrow()).startsWith("gap_");
      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(59);
    }
  }

  /** A mirror that has caught up, with 40 items of the export and 20 of the stream. */
  private MirrorWorld live(TestDatabase database, String name) {
    MirrorWorld world = MirrorWorld.of(database, directory, name);
    world.table().fill(0, 40, "before");
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    world.table().fill(40, 20, "after");
    world.awaitCaughtUp();
    return world;
  }
}
