package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One mirror goes on in the place of another, and a view sees each change once. */
@ExtendWith(EmbeddedEngine.class)
@Timeout(120)
class AlignmentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void whoeverIsAheadTheViewSeesEachChangeOnce(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "meeting")) {
      LocalTable table = world.table();
      int written = write(table, 0, 20);
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      Mirrors mirrors = world.mirrors();
      MirrorSpec next = next(database, "next");
      mirrors.start(next, Optional.of(world.spec().id()));
      awaitState(mirrors, next, MirrorState.LIVE);
      String stream = table.streamArn();
      written += write(table, written, 30);

      // the next one is ahead in the first shard, and the old one in its children
      mirrors.pause(world.spec().id());
      written += write(table, written, 30);
      awaitRows(database, "next", written);
      mirrors.pause(next.id());
      table.aws().control().streams().roll(stream);
      written += write(table, written, 30);
      mirrors.resume(world.spec().id());
      world.awaitChangeRows(written + "\t" + written);
      mirrors.pause(world.spec().id());
      table.aws().control().streams().roll(stream);
      written += write(table, written, 30);
      int read = written - 30;

      mirrors.align(world.spec().id(), next.id(), PATIENCE);

      assertThat(world.changeRows()).isEqualTo(read + "\t" + read);
      assertThat(rows(database, "next")).isEqualTo(Integer.toString(read));
      assertThat(mirrors.status(next.id()).orElseThrow().state()).isEqualTo(MirrorState.PAUSED);

      database.execute("DROP VIEW meeting_view SYNC");
      database.execute(
          "CREATE MATERIALIZED VIEW meeting_view TO meeting_changes AS SELECT pk, sk, toString(_event_name) AS event, _version AS version FROM next");
      mirrors.drop(world.spec().id());
      mirrors.resume(next.id());
      written += write(table, written, 30);
      awaitRows(database, "next", written);
      world.awaitChangeRows(written + "\t" + written);
      assertThat(
              database.text(
                  "SELECT min(n.version) > max(o.version) FROM (SELECT _version AS version FROM next) AS n, (SELECT version FROM meeting_changes WHERE event = 'EXPORT') AS o"))
          .as("every version of the new one is above the old one's")
          .isEqualTo("1");
      assertThat(database.text("SELECT count() FROM next FINAL"))
          .isEqualTo(Integer.toString(written));
    }
  }

  @Test
  void aMirrorThatRunsIsNotAligned(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "running")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      MirrorSpec next = next(database, "other");
      world.mirrors().start(next);
      world.mirrors().pause(next.id());

      assertThatThrownBy(() -> world.mirrors().align(world.spec().id(), next.id(), PATIENCE))
          .isInstanceOf(MirrorsApartException.class)
          .hasMessageContaining("LIVE");
    }
  }

  @Test
  void aSuccessorThatIsRefusedLeavesTheNextOneNothingToHeal(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "refused")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      MirrorSpec next = next(database, "successor");
      Optional<String> present = Optional.of(world.spec().id());
      world.table().forbid("dynamodb:ExportTableToPointInTime");
      assertThatThrownBy(() -> world.mirrors().start(next, present))
          .isInstanceOf(MirrorRefusedException.class);
      world.table().allowAll();

      world.mirrors().start(next, present);

      awaitState(world.mirrors(), next, MirrorState.LIVE);
      MirrorStatus status = world.mirrors().status(next.id()).orElseThrow();
      assertThat(status.generation()).isEqualTo(2);
      assertThat(status.healing().gapsFound()).isZero();
    }
  }

  private static MirrorSpec next(TestDatabase database, String name) {
    SourceFile file = new SourceFile("datasources/" + name + ".datasource", MirrorWorld.FILE);
    return new MirrorSpec(
        "main/" + name,
        "main",
        ProjectParser.parse(List.of(file)).project().datasources().get(name),
        database.table(name),
        LocalTable.ARN,
        LocalTable.BUCKET,
        LocalTable.ROLE);
  }

  /** Each an item of its own. */
  private static int write(LocalTable table, int from, int count) {
    for (int i = from; i < from + count; i++) {
      table.put("new " + i % 7, "item " + i, "note");
    }
    return count;
  }

  private static String rows(TestDatabase database, String table) {
    return database.text("SELECT count() FROM " + table + " WHERE _event_name != 'EXPORT'");
  }

  private static void awaitRows(TestDatabase database, String table, int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> rows(database, table).equals(Integer.toString(count)));
  }

  private static void awaitState(Mirrors mirrors, MirrorSpec spec, MirrorState state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> mirrors.status(spec.id()).orElseThrow().state() == state);
  }
}
