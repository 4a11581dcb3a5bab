package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces that go, and what fails meanwhile. */
class DeparturesTest {
  @TempDir private Path directory;
  private StateDatabase state;
  private Workspaces workspaces;

  @BeforeEach
  void open() {
    state = StateDatabase.open(directory);
    state.migrate("server", "dev/nightjar/server/migration", getClass().getClassLoader());
    workspaces = new Workspaces(state, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void oneThatGoesIsNotThereAnyMoreAndItsNameIsFree() {
    Workspace main = workspaces.main("main");
    Workspace sales = workspaces.create("sales");
    Workspace branch = workspaces.branch(sales, "feature");

    workspaces.leave(sales);

    assertThat(workspaces.all()).containsExactly(main);
    assertThat(workspaces.byId(branch.id())).isEmpty();
    assertThat(workspaces.leaving())
        .extracting(Workspace::id)
        .containsExactly(branch.id(), sales.id());
    assertThat(workspaces.byName("sales")).isEmpty();
    assertThat(workspaces.create("sales").id()).isNotEqualTo(sales.id());
  }

  @Test
  void whatItHadIsRemovedAgainAndAgainUntilThatWorks() {
    workspaces.main("main");
    Workspace sales = workspaces.create("sales");
    Workspace branch = workspaces.branch(sales, "feature");
    AtomicInteger tries = new AtomicInteger();
    Queue<String> removed = new ConcurrentLinkedQueue<>();
    workspaces.leave(sales);

    try (Departures departures =
        new Departures(
            workspaces,
            workspace -> {
              if (tries.incrementAndGet() < 4) {
                throw new UnavailableException("away");
              }
              removed.add(workspace.id());
            },
            pause -> {})) {
      departures.finish();

      await().until(() -> workspaces.leaving().isEmpty());
    }
    assertThat(List.copyOf(removed)).containsExactly(branch.id(), sales.id());
  }
}
