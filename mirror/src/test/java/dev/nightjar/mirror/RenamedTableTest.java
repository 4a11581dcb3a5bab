package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A mirror's table comes to another place while the mirror heals. */
@ExtendWith(EmbeddedEngine.class)
@Timeout(120)
class RenamedTableTest {
  @TempDir Path directory;

  @Test
  void aHealingGoesOnUnderTheTablesNewName(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "healing")) {
      world.table().fill(0, 20, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      Mirrors mirrors = world.mirrors();
      String id = world.spec().id();
      mirrors.resync(id, Resync.STANDARD);
      world.awaitReason("waiting_for_stream_age");

      mirrors.pause(id);
      database.execute("RENAME TABLE healing TO moved, healing_quarantine TO moved_quarantine");
      world
          .state()
          .transaction(db -> {
            mirrors.tableRenamed(db, id, database.table("moved"));
            return id;
          });
      mirrors.resume(id);
      world.passStreamAge(2);
      world.awaitHealed();

      assertThat(
              database.text("SELECT count(), min(bitShiftRight(_version, 192)) FROM moved FINAL"))
          .isEqualTo("20\t2");
    }
  }
}
