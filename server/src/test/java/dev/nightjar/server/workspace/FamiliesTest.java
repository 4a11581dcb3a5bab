package dev.nightjar.server.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which workspaces are each other's. */
class FamiliesTest {
  private static final List<Workspace> ALL =
      List.of(
          workspace("m", "main", Optional.empty()),
          workspace("s", "sales", Optional.empty()),
          workspace("b", "feature", Optional.of("s")));

  private static Workspace workspace(String id, String name, Optional<String> parent) {
    String full = parent.map(_ -> "sales/" + name).orElse(name);
    return new Workspace(id, name, "w_" + id, id.equals("m"), Instant.EPOCH, parent, full);
  }

  private static Families families(String shared) {
    return new Families(() -> ALL, Optional.ofNullable(shared));
  }

  @Test
  void aWorkspaceAndItsBranchesKnowEachOther() {
    Families apart = families(null);

    assertThat(apart.related("sales", "sales/feature")).isTrue();
    assertThat(apart.related("sales/feature", "sales")).isTrue();
    assertThat(apart.related("sales/feature", "main")).isFalse();
    assertThat(apart.isBranchOf("sales/feature", "sales")).isTrue();
    assertThat(apart.isBranchOf("sales", "sales/feature")).isFalse();
    assertThat(apart.isBranchOf("sales", "main")).isFalse();
  }

  @Test
  void whereAllShareTheirExternalIdsAllAreBranchesOfTheOneThatTheyAreMadeFrom() {
    Families local = families("main");

    assertThat(local.isBranchOf("sales", "main")).isTrue();
    assertThat(local.isBranchOf("sales/feature", "main")).isTrue();
    assertThat(local.isBranchOf("main", "main")).isFalse();
    assertThat(local.isBranchOf("main", "sales")).isFalse();
    assertThat(local.isBranchOf("sales/feature", "sales")).isFalse();
    assertThat(local.related("sales", "main")).isTrue();
    assertThat(families("sales").isBranchOf("main", "sales")).isTrue();
    assertThat(families("of_another_server").isBranchOf("sales", "main"))
        .as("a name that only the cloud has stands for the main one")
        .isTrue();
  }
}
