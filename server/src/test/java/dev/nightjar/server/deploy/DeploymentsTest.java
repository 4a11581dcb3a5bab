package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of deployments does not grow with their number. */
class DeploymentsTest {
  private static final List<SourceFile> FILES =
      List.of(new SourceFile("a.datasource", Files.plain()));

  @TempDir Path directory;

  private StateDatabase state;
  private Workspace workspace;
  private Deployments deployments;

  @BeforeEach
  void openState() {
    state = StateDatabase.open(directory);
    state.migrate("server", "dev/nightjar/server/migration", getClass().getClassLoader());
    workspace = new Workspaces(state, Clock.systemUTC()).main("main");
    deployments = new Deployments(state, Clock.systemUTC());
    deployments.begin(workspace);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void filesAreKeptAsLongAsADeploymentIsStaged() {
    stage(1);
    stage(2);
    stage(3);
    assertThat(deployments.files(workspace, 2)).isEqualTo(FILES);

    deployments.delete(workspace, 1);
    state.transaction(db -> deployments.promote(db, workspace, 2));

    for (long number : new long[] {1, 2, 3}) {
      assertThat(deployments.files(workspace, number)).as("of deployment " + number).isEmpty();
    }
  }

  @Test
  void theNewestAreKeptAndTheLiveOne() {
    state.transaction(db -> {
      for (long number : new long[] {1, 2, Deployments.KEPT + 1}) {
        deployments.insert(db, workspace, deployment(number, Deployment.Status.DELETED), FILES);
      }
      return workspace;
    });

    assertThat(deployments.list(workspace))
        .extracting(Deployment::number)
        .containsExactly(0L, Deployments.KEPT + 1L, 2L);
  }

  private void stage(long number) {
    state.transaction(db ->
        deployments.insert(db, workspace, deployment(number, Deployment.Status.DATA_READY), FILES));
  }

  private static Deployment deployment(long number, Deployment.Status status) {
    return new Deployment(
        number,
        status,
        false,
        Names.NONE.toJson(),
        List.of(),
        List.of(),
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
