package dev.nightjar.proving.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedRangeTest {

  @Test
  void readsOneSeedOrMany() {
    assertThat(SeedRange.parse("17")).isEqualTo(new SeedRange(17, 17));
    assertThat(SeedRange.parse("1..2000").size()).isEqualTo(2000);
    assertThat(SeedRange.parse("1..2000")).hasToString("1..2000");
  }

  @Test
  void refusesWhatIsNoRange() {
    assertThatThrownBy(() -> SeedRange.parse("1-5")).hasMessageContaining("write 17 or 1..2000");
    assertThatThrownBy(() -> SeedRange.parse("5..1")).hasMessageContaining("end before they begin");
  }
}
