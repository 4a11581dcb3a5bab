package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.http.ClickHouseListener;
import dev.nightjar.clickhouse.http.FullRightsDoor;
import dev.nightjar.clickhouse.http.HttpInterface;
import dev.nightjar.clickhouse.http.HttpListeners;
import dev.nightjar.clickhouse.http.HttpOptions;
import dev.nightjar.clickhouse.http.ServerFacts;
import dev.nightjar.clickhouse.remote.RemoteClickHouse;
import dev.nightjar.clickhouse.remote.RemoteOptions;
import dev.nightjar.clickhouse.remote.Secret;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.FaultyProxy;
import dev.nightjar.clickhouse.testing.FaultyProxy.Fault;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A ClickHouse over HTTP that fails in every way that it has: each change still arrives once. */
@ExtendWith(EmbeddedEngine.class)
class ClickHouseTroubleTest {
  private static final String PASSWORD = "s3cret";

  private static final List<Fault> FAULTS =
      List.of(
          new Fault.Refused(
              500, 252, "Too many parts (3001 with average size of 1 KiB). (TOO_MANY_PARTS)"),
          new Fault.Refused(
              500, 242, "Table is in readonly mode: replica path is lost. (TABLE_IS_READ_ONLY)"),
          new Fault.Refused(
              500, 241, "(total) memory limit exceeded: would use 7 GiB. (MEMORY_LIMIT_EXCEEDED)"),
          new Fault.Refused(500, 394, "Query was cancelled. (QUERY_WAS_CANCELLED)"),
          new Fault.Refused(500, 159, "Timeout exceeded: elapsed 60 s. (TIMEOUT_EXCEEDED)"),
          new Fault.Refused(500, 202, "Too many. (TOO_MANY_SIMULTANEOUS_QUERIES)"),
          new Fault.Refused(403, 516, "default: Authentication failed. (AUTHENTICATION_FAILED)"),
          new Fault.Refused(500, 243, "Cannot reserve 1 MiB. (NOT_ENOUGH_SPACE)"),
          new Fault.RefusedAfterwards(500, 159, "Timeout exceeded. (TIMEOUT_EXCEEDED)"),
          new Fault.RefusedAfterwards(500, 394, "Query was cancelled. (QUERY_WAS_CANCELLED)"),
          new Fault.RefusedAfterwards(500, 210, "Connection reset by peer. (NETWORK_ERROR)"),
          new Fault.AnswerLost(),
          new Fault.AnswerCut(),
          new Fault.RequestLost(),
          new Fault.RequestCut());

  @TempDir Path directory;

  @Test
  void everyChangeArrivesOnceWhateverInsertsMeet(TestDatabase database) throws Exception {
    EmbeddedClickHouse engine = (EmbeddedClickHouse) database.clickHouse();
    try (HttpListenersClosed served = serve(engine);
        FaultyProxy proxy = new FaultyProxy(served.address());
        ClickHouse remote =
            RemoteClickHouse.open(
                RemoteOptions.at(proxy.address()).as("default", Secret.of(PASSWORD)));
        MirrorWorld world = MirrorWorld.of(database, directory, "trouble").decorated(_ -> remote)) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);

      int planned = 0;
      for (Fault fault : FAULTS) {
        // The second time it meets the repetition, which must not take it for granted either.
        proxy.plan("INSERT INTO", fault).plan("INSERT INTO", fault);
        planned += 2;
        world.table().fill(planned, 10, fault.toString());
        world.table().delete("p" + planned, "s" + planned % 7);
        world.awaitCaughtUp();
        assertThat(proxy.faults()).as(fault.toString()).isEqualTo(planned);
      }

      assertThat(world.mirrored()).isEqualTo(world.table().scan());
      int changes = FAULTS.size() * 11;
      assertThat(world.changeRows()).isEqualTo(changes + "\t" + changes);
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
      assertThat(world.status().retries())
          .containsKeys(
              "insert:TOO_MANY_PARTS",
              "insert:TABLE_IS_READ_ONLY",
              "insert:MEMORY_LIMIT_EXCEEDED",
              "insert:NOT_ENOUGH_SPACE",
              "insert:OUTCOME_UNKNOWN");
    }
  }

  @Test
  void aBatchThatNeverFitsIsShownAndWaitedWith(TestDatabase database) throws Exception {
    EmbeddedClickHouse engine = (EmbeddedClickHouse) database.clickHouse();
    try (HttpListenersClosed served = serve(engine);
        FaultyProxy proxy = new FaultyProxy(served.address());
        ClickHouse remote =
            RemoteClickHouse.open(
                RemoteOptions.at(proxy.address()).as("default", Secret.of(PASSWORD)));
        MirrorWorld world = MirrorWorld.of(database, directory, "memory").decorated(_ -> remote)) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      for (int i = 0; i < 20; i++) {
        proxy.plan(
            "INSERT INTO",
            new Fault.Refused(500, 241, "memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)"));
      }
      world.table().fill(0, 10, "large");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> world.status().reason().equals(Optional.of("insert:MEMORY_LIMIT_EXCEEDED")));

      assertThat(world.status().message().orElseThrow())
          .contains(
              "not enough memory",
              "max_server_memory_usage",
              "at most 128 MB",
              "goes on by itself");
      world.awaitCaughtUp();
      assertThat(world.status().reason()).isEmpty();
      assertThat(world.changeRows()).isEqualTo("10\t10");
    }
  }

  private record HttpListenersClosed(HttpListeners listeners) implements AutoCloseable {
    URI address() {
      return URI.create("http://127.0.0.1:" + listeners.port());
    }

    @Override
    public void close() {
      listeners.close();
    }
  }

  private static HttpListenersClosed serve(EmbeddedClickHouse engine) throws Exception {
    return new HttpListenersClosed(
        ClickHouseListener.open(
            Optional.of("127.0.0.1"),
            0,
            Duration.ofSeconds(5),
            new HttpInterface(
                new FullRightsDoor(engine, PASSWORD),
                ServerFacts.of(engine, "tested"),
                new HttpOptions(engine.scratch(), 100 << 20))));
  }
}
