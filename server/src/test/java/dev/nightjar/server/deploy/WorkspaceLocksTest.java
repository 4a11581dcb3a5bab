package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.workspace.Workspace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkspaceLocksTest {

  @Test
  void nothingIsKeptOfAWorkspaceThatIsGone() {
    WriteGate gate = new WriteGate();
    WorkspaceLocks locks = new WorkspaceLocks(gate);
    Workspace branch = workspace("1");
    Workspace other = workspace("12");
    for (Workspace each : new Workspace[] {branch, other}) {
      locks.closed(each, () -> each);
      gate.writing(each, "orders", () -> each);
    }

    locks.forget(branch);

    assertThat(locks.size()).isEqualTo(1);
    assertThat(gate.size()).as("of the other: its own, and its data source's").isEqualTo(2);
  }

  private static Workspace workspace(String id) {
    return new Workspace(id, "b" + id, "db" + id, false, Instant.EPOCH);
  }
}
