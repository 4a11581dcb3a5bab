package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.awslocal.stream.ListingDelays;
import dev.nightjar.awslocal.stream.StreamConditions;
import dev.nightjar.awslocal.stream.StreamControl;
import dev.nightjar.awslocal.stream.StreamOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.connection.Timeouts;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as AWS documents them at their worst: every change arrives, once. */
@ExtendWith(EmbeddedEngine.class)
class BadWeatherTest {
  private static final Timeouts IMPATIENT =
      new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10));
  private static final Duration LATE = Duration.ofSeconds(3);
  private static final Map<String, ListingDelays> DELAYS =
      Map.of(
          "old", ListingDelays.none().withLag(LATE),
          "parentopen", ListingDelays.none().withParentOpen(LATE),
          "parenthidden", ListingDelays.none().withParentHidden(LATE),
          "secondchild", ListingDelays.none().withSecondChild(LATE),
          "drawn", new ListingDelays(LATE, LATE, LATE, LATE, LATE, true));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"old", "parentopen", "parenthidden", "secondchild", "drawn"})
  void listingsThatAreLate(String delays, TestDatabase database) {
    try (MirrorWorld world = live(MirrorWorld.of(database, directory, "late" + delays))) {
      StreamControl streams = streams(world);
      String stream = world.table().streamArn();
      streams.behave(streams.conditions().withListing(DELAYS.get(delays)));
      for (int round = 0; round < 6; round++) {
        world.table().fill(round * 3, 20, "round " + round);
        if (round % 2 == 0) {
          streams.split(stream, streams.shards(stream).getLast().id());
        } else {
          streams.roll(stream);
        }
        world.table().clock().advance(Duration.ofSeconds(2));
      }
      world.table().clock().advance(Duration.ofSeconds(10));

      awaitEqual(world);
      world.awaitChangeRows("120\t120");
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
    }
  }

  @Test
  void iteratorsThatExpireInTheMiddleOfAShard(TestDatabase database) {
    try (MirrorWorld world = live(MirrorWorld.of(database, directory, "expired"))) {
      StreamControl streams = streams(world);
      StreamConditions shortLived = streams.conditions().withIteratorLife(Duration.ofSeconds(30));
      streams.behave(shortLived.withEmptyPages(0.3));
      for (int round = 0; round < 10; round++) {
        world.table().fill(round * 10, 20, "round " + round);
        world.table().clock().advance(Duration.ofMinutes(1));
      }

      awaitEqual(world);
      world.awaitChangeRows("200\t200");
      await().until(() -> world.status().retries().containsKey("stream:iterator_expired"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void badWeatherFromTheBeginning(long seed, TestDatabase database) {
    AwsLocalOptions options =
        AwsLocalOptions.defaults()
            .withTables(
                TablesOptions.defaults().withStream(StreamOptions.defaults().withShards(3)));
    try (MirrorWorld world =
        new MirrorWorld(database, directory, "weather" + seed, options)
            .connecting(c -> c.timeouts(IMPATIENT))) {
      world.table().fill(0, 60, "exported");
      world.open();
      world.createTables();
      world.table().aws().control().weather().begin(seed, 6);
      var behaviour = world.table().aws().control().streams();
      behaviour.behave(behaviour.conditions().withRolls(0.03, 0.4));
      await()
          .ignoreException(MirrorRefusedException.class)
          .until(() -> world.mirrors().start(world.spec()).exportArn().isPresent());
      for (int round = 0; round < 20; round++) {
        world.table().fill(round * 5, 60, "round " + round);
        world.table().clock().advance(Duration.ofSeconds(10));
      }

      world.awaitState(MirrorState.LIVE);
      awaitEqual(world);

      Map<String, Long> retries = world.status().retries();
      assertThat(retries).isNotEmpty();
      String[] changes = world.changeRows().split("\t");
      assertThat(changes[0]).as("none twice").isEqualTo(changes[1]);
    }
  }

  private static MirrorWorld live(MirrorWorld world) {
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    return world;
  }

  private static StreamControl streams(MirrorWorld world) {
    return world.table().aws().control().streams();
  }

  private static void awaitEqual(MirrorWorld world) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(30))
        .until(() -> {
          if (world.status().state() == MirrorState.FAILED) {
            throw new AssertionError(world.status().reason() + ": " + world.status().message());
          }
          return world.mirrored().equals(world.table().scan());
        });
  }
}
