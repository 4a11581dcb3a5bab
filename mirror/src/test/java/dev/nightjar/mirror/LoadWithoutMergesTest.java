package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.MergePause;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmbeddedEngine.class)
class LoadWithoutMergesTest {
  @TempDir Path directory;

  @Test
  void nothingIsMergedWhileAnExportIsLoadedAndAllIsAfterwards(TestDatabase database) {
    List<String> happened = new CopyOnWriteArrayList<>();
    try (MirrorWorld world =
        MirrorWorld.of(database, directory, "unmerged").decorated(real -> noting(real, happened))) {
      world.table().fill(0, 300, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().fill(0, 100, "after");
      world.awaitCaughtUp();

      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(300);
      assertThat(happened)
          .containsSubsequence("pause of unmerged", "insert", "end", "insert")
          .containsOnlyOnce("pause of unmerged");
    }
  }

  private static ClickHouse noting(ClickHouse real, List<String> happened) {
    return new ForwardingClickHouse(real) {
      @Override
      public MergePause pauseMerges(TableName table) {
        MergePause pause = super.pauseMerges(table);
        happened.add("pause of " + table.name());
        return () -> {
          pause.close();
          happened.add("end");
        };
      }

      @Override
      public InsertResult insert(Insert insert) {
        happened.add("insert");
        return super.insert(insert);
      }
    };
  }
}
