package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoringTest {
  @Test
  void rowsAreOneBlockByTheMemoryTheyTakeNotByTheirText() {
    assertThat(Storing.isOneBlock(1_000_000, 2, 50 << 20)).isTrue();
    assertThat(Storing.isOneBlock(1_000_001, 2, 50 << 20)).isFalse();
    // a million rows of small numbers: little text, much memory
    assertThat(Storing.isOneBlock(1_000_000, 20, 60 << 20)).isFalse();
    assertThat(Storing.isOneBlock(10, 2, 300L << 20)).isFalse();
  }
}
