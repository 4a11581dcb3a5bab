package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkGlobalTime;

/** A machine whose clock is an hour off AWS's, which refuses what is signed so. */
@ExtendWith(EmbeddedEngine.class)
class WrongClockTest {
  @TempDir Path directory;

  /** The SDK remembers for all of its clients how far off this machine's clock is. */
  @BeforeEach
  @AfterEach
  void forgetSkew() {
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  @ParameterizedTest
  @CsvSource({"60, behind", "-60, ahead of"})
  void nothingIsLostAndAPersonIsTold(long awsAhead, String told, TestDatabase database) {
    MovingClock aws = new MovingClock(Duration.ofMinutes(awsAhead));
    LocalTable table =
        LocalTable.start(AwsLocalOptions.defaults().withAllowedSkew(AwsLocalOptions.AWS_SKEW), aws);
    String name = awsAhead > 0 ? "clockbehind" : "clockahead";
    try (MirrorWorld world =
        new MirrorWorld(database, directory, name, table)
            .connecting(c -> c.nanoTime(System::nanoTime))
            .options(options -> options.with(Clock.systemUTC()))) {
      table.fill(0, 50, "exported");
      aws.advance(Duration.ofMinutes(10));
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      awaitThat(world, () -> world.status().reason().equals(Optional.of("machine_clock_wrong")));
      assertThat(world.status().message().orElseThrow())
          .contains(" minutes " + told + " AWS's.")
          .contains("nothing is lost");

      table.fill(20, 50, "streamed");
      table.aws().control().streams().roll(table.streamArn());
      table.delete("p0", "s0");
      awaitEqual(world);
      world.stop();
      aws.advance(Duration.ofHours(22));
      table.fill(60, 20, "while it was away, within the retention");
      world.open();
      awaitEqual(world);

      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
      assertThat(world.exportRows()).isEqualTo("50\t50");
      assertThat(world.changeRows()).isEqualTo("71\t71");
    }
  }

  private static void awaitEqual(MirrorWorld world) {
    awaitThat(world, () -> world.mirrored().equals(world.table().scan()));
  }

  private static void awaitThat(MirrorWorld world, BooleanSupplier wanted) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(30))
        .until(() -> {
          if (world.status().state() == MirrorState.FAILED) {
            throw new AssertionError(world.status().reason() + ": " + world.status().message());
          }
          return wanted.getAsBoolean();
        });
  }
}
