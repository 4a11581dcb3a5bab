package dev.nightjar.mirror.healing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeleteLimitTest {

  @Test
  void aShareOfTheTableIsAllowed() {
    DeleteLimit limit = new DeleteLimit(30);

    assertThat(limit.allows(300, 1000)).isTrue();
    assertThat(limit.allows(301, 1000)).isFalse();
    assertThat(limit.allows(0, 0)).isTrue();
  }

  @Test
  void aHandfulIsNeverTooMuch() {
    assertThat(new DeleteLimit(0).allows(100, 100)).isTrue();
    assertThat(new DeleteLimit(0).allows(101, 1_000_000)).isFalse();
  }

  @Test
  void whatAPersonHasAllowedIsEverything() {
    assertThat(DeleteLimit.NONE.allows(5_000_000_000L, 5_000_000_000L)).isTrue();
  }

  @Test
  void moreThanAllIsNoLimit() {
    assertThatThrownBy(() -> new DeleteLimit(101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no percentage: 101");
  }
}
