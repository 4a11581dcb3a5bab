package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** ClickHouse is away for hours: the positions wait, and then everything arrives once. */
@ExtendWith(EmbeddedEngine.class)
class ClickHouseAwayTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenInTheMeantimeStaysInTheStreamAndArrivesOnce(TestDatabase database) {
    AtomicBoolean away = new AtomicBoolean();
    try (MirrorWorld world =
        MirrorWorld.of(database, directory, "away").decorated(real -> awayWhen(away, real))) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().fill(0, 50, "before");
      world.awaitCaughtUp();
      long inserted = world.status().stream().changesInserted();

      away.set(true);
      for (int hour = 1; hour <= 5; hour++) {
        world.table().fill(hour * 100, 300, "hour " + hour);
        world.table().clock().advance(Duration.ofHours(1));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> world.status().reason().equals(Optional.of("insert:UNAVAILABLE")));
      assertThat(world.status().message().orElseThrow()).contains("power of the rack");
      assertThat(world.status().stream().changesInserted()).isEqualTo(inserted);
      // One batch waits in each reader, of pages that were read before it was to go in.
      assertThat(planned(world)).isBetween(1L, world.status().stream().shardsOpen());

      away.set(false);

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(750);
      assertThat(world.changeRows()).isEqualTo("1550\t1550");
      assertThat(world.status().reason()).isEmpty();
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
    }
  }

  private static long planned(MirrorWorld world) {
    return world
        .state()
        .<Long, RuntimeException>transaction(handle ->
            handle
                .createQuery("SELECT count(*) FROM batch WHERE done_at IS NULL")
                .mapTo(Long.class)
                .one());
  }

  private static ClickHouse awayWhen(AtomicBoolean away, ClickHouse real) {
    return (ClickHouse)
        Proxy.newProxyInstance(
            ClickHouse.class.getClassLoader(),
            new Class<?>[] {ClickHouse.class},
            (_, method, arguments) -> {
              if (away.get()) {
                throw new UnavailableException("nobody answers: the power of the rack is off");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
