package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.mirror.ReaderLimit.Kinship;
import dev.nightjar.mirror.ReaderLimit.Reader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many mirrors of one table there may be. */
class ReaderLimitTest {
  private static final Reader ONE = new Reader("main/one", "orders");
  private static final Reader TWO = new Reader("main/two", "orders");
  private static final Reader MAIN = new Reader("main", "orders");
  private static final Reader FOREIGN = new Reader("tenant", "copy");

  private static final Kinship NAMES =
      new Kinship() {
        @Override
        public boolean related(String workspace, String other) {
          return workspace.split("/")[0].equals(other.split("/")[0]);
        }

        @Override
        public boolean isBranchOf(String branch, String workspace) {
          return branch.startsWith(workspace + "/");
        }
      };

  private static final ReaderLimit TWICE = new ReaderLimit(2, NAMES);

  @Test
  void aThirdIsOneTooManyWhereverTheTwoAre() {
    assertThat(TWICE.hasRoom("main", List.of())).isTrue();
    assertThat(TWICE.hasRoom("main", List.of(FOREIGN))).isTrue();
    assertThat(TWICE.hasRoom("main", List.of(MAIN, MAIN))).isFalse();
    assertThat(TWICE.hasRoom("main/three", List.of(ONE, TWO))).isFalse();
    assertThat(TWICE.hasRoom("tenant", List.of(ONE, TWO))).isFalse();
  }

  @Test
  void whatWasTriedInBranchesMovesUpOnce() {
    assertThat(TWICE.hasRoom("main", List.of(ONE, TWO))).isTrue();
    assertThat(TWICE.hasRoom("main", List.of(ONE, FOREIGN))).isFalse();
    assertThat(TWICE.hasRoom("main", List.of(ONE, MAIN))).isFalse();
  }

  @Test
  void aServerMayLetMoreIn() {
    assertThat(new ReaderLimit(3, NAMES).hasRoom("main/three", List.of(ONE, TWO))).isTrue();
    assertThat(new ReaderLimit(1, NAMES).hasRoom("main/two", List.of(ONE))).isFalse();
    assertThat(new ReaderLimit(3, NAMES).refusal("main", List.of(MAIN, ONE, FOREIGN)))
        .contains("no more than 3 read its stream (--mirrors-per-table)");
  }

  @Test
  void onlyOnesOwnAreNamed() {
    assertThat(TWICE.described("main", List.of(MAIN))).isEqualTo("`orders`");
    assertThat(TWICE.described("main/one", List.of(MAIN, TWO)))
        .isEqualTo("`orders` of workspace main and `orders` of workspace main/two");
    assertThat(TWICE.described("main", List.of(FOREIGN, MAIN)))
        .isEqualTo("`orders` and a data source of another workspace");
    assertThat(TWICE.described("other", List.of(FOREIGN, MAIN)))
        .isEqualTo("2 data sources of other workspaces");
  }
}
