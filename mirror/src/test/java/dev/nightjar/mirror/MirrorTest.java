package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from a table in the local AWS to FINAL. */
@ExtendWith(EmbeddedEngine.class)
class MirrorTest {
  @TempDir Path directory;

  @Test
  void finalIsTheTable(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "slice")) {
      world.table().fill(0, 500, "before");
      world.open();

      StartedMirror started = world.start();

      assertThat(started.exportArn()).isPresent();
      world.awaitState(MirrorState.LIVE);
      world.table().fill(400, 200, "after");
      for (int i = 0; i < 50; i++) {
        world.table().delete("p" + i, "s" + i % 7);
      }
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(550);
      MirrorStatus status = world.status();
      assertThat(status.export().itemsLoaded()).isEqualTo(500);
      assertThat(world.exportRows()).isEqualTo("500\t500");
      assertThat(world.changeRows()).isEqualTo("750\t750");
      assertThat(status.stream().changesInserted()).isEqualTo(750);
    }
  }
}
