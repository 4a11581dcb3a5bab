package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several people change mirrors at the same moment. */
@ExtendWith(EmbeddedEngine.class)
@Timeout(120)
class SideBySideTest {
  @TempDir Path directory;

  @Test
  void ofTwoResyncsOnePays(TestDatabase database) throws Exception {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "twopeople");
        ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      world.table().fill(0, 20, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      CountDownLatch now = new CountDownLatch(1);
      Callable<String> resync =
          () -> {
            now.await();
            try {
              world.mirrors().resync(world.spec().id(), Resync.STANDARD);
              return "begun";
            } catch (MirrorBusyException e) {
              return e.getMessage();
            }
          };
      List<Future<String>> answers = List.of(people.submit(resync), people.submit(resync));

      now.countDown();

      assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
          .contains("begun")
          .anyMatch(answer -> answer.contains("is HEALING: its table is being loaded already"));
      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.status().generation()).isEqualTo(2);
      assertThat(world.status().healing().gapsFound()).isEqualTo(1);
    }
  }

  @Test
  void aMirrorThatIsSlowToStopHoldsUpNoOther(TestDatabase database) throws Exception {
    CountDownLatch inserting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FaultyClickHouse.Fate slow =
        (real, insert) -> {
          if (insert.table().name().equals("slow")) {
            inserting.countDown();
            awaitUninterrupted(goOn);
          }
          return real.insert(insert);
        };
    try (MirrorWorld world = MirrorWorld.of(database, directory, "slow");
        ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      FaultyClickHouse faulty = new FaultyClickHouse(database.clickHouse());
      world.decorated(_ -> faulty).open();
      world.start();
      MirrorSpec other = other(database);
      world.mirrors().start(other);
      world.awaitState(MirrorState.LIVE);
      faulty.then(slow).then(slow);
      world.table().put("a", "b", "for both");
      assertThat(inserting.await(30, TimeUnit.SECONDS)).isTrue();
      Future<?> pausing = people.submit(() -> world.mirrors().pause(world.spec().id()));
      world.awaitState(MirrorState.PAUSED);

      world.mirrors().pause(other.id());
      world.mirrors().resume(other.id());
      world.mirrors().drop(other.id());

      assertThat(pausing.isDone()).as("it waits for its insert").isFalse();
      assertThat(world.mirrors().status(other.id())).isEmpty();
      goOn.countDown();
      pausing.get();
      assertThat(world.mirrored()).hasSize(1);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static MirrorSpec other(TestDatabase database) {
    SourceFile file = new SourceFile("datasources/other.datasource", MirrorWorld.FILE);
    return new MirrorSpec(
        "main/other",
        "main",
        ProjectParser.parse(List.of(file)).project().datasources().get("other"),
        database.table("other"),
        LocalTable.ARN,
        LocalTable.BUCKET,
        LocalTable.ROLE);
  }
}
