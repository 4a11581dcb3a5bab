package dev.nightjar.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a refresh leaves when the database refuses in the middle of it. */
class TokenRefreshTest {
  @TempDir private Path directory;
  private StateDatabase state;
  private Workspace main;
  private Workspace branch;
  private Workspaces workspaces;
  private Tokens tokens;

  @BeforeEach
  void open() throws IOException {
    state = StateDatabase.open(directory);
    state.migrate("server", "dev/nightjar/server/migration", getClass().getClassLoader());
    workspaces = new Workspaces(state, Clock.systemUTC());
    main = workspaces.main("main");
    tokens =
        Tokens.open(
            directory.resolve("tokens"),
            state,
            ServerKey.open(directory.resolve("key")),
            workspaces,
            main,
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void withABranch() {
    branch = workspaces.branch(main, "feature");
    tokens.add(branch);
  }

  private void refreshWithoutADatabase() {
    state.close();
    assertThatThrownBy(() -> tokens.refresh(main, tokens.list(main).getFirst()))
        .isInstanceOf(RuntimeException.class);
  }

  private Caller caller(String token) {
    return tokens.authenticate(Optional.of(token), Access.WORKSPACE);
  }

  @Test
  void aLeakedTokenIsNoneAnyMoreOnceItsFileIsWritten() {
    String leaked = tokens.of(main);

    refreshWithoutADatabase();

    assertThatThrownBy(() -> caller(leaked)).isInstanceOf(HttpProblem.class);
    assertThat(caller(tokens.of(main))).isEqualTo(new Caller.Admin(main));
    assertThat(tokens.of(main)).isNotEqualTo(leaked);
  }

  @Test
  void theCallerCanTryAgainWhereABranchCouldNotBeRefreshed() {
    withABranch();
    String ofMain = tokens.of(main);

    refreshWithoutADatabase();

    assertThat(tokens.of(main)).isEqualTo(ofMain);
    assertThat(caller(ofMain)).isEqualTo(new Caller.Admin(main));
    assertThat(caller(tokens.of(branch))).isEqualTo(new Caller.Admin(branch));
  }
}
