package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MisfitsTest {
  private final Misfits misfits = new Misfits();

  @Test
  void eachOnceIsRight() {
    rows(1, 2);
    rows(2, 3);
    misfits.quarantined(1, 2, 2);
    misfits.quarantined(2, 3, 3);

    assertThat(misfits.result()).isEqualTo(new Misfits.Result(5, 0, Optional.empty()));
  }

  @Test
  void theNewestGenerationHasNeitherMoreNorLess() {
    rows(2, 3);
    misfits.quarantined(2, 4, 4);
    assertThat(misfits.result().wrong()).isOne();
    misfits.quarantined(2, 2, 2);
    assertThat(misfits.result().wrong()).isOne();
    misfits.quarantined(2, 3, 2);
    assertThat(misfits.result().example())
        .contains(
            "the quarantine of generation 2 has 3 rows, 2 of them different, and 3 rows do not fit");
  }

  /** A batch was given up after its rows had come in, and before their entries. */
  @Test
  void anOlderOneMayHaveLessAndNotMore() {
    rows(1, 3);
    rows(2, 1);
    misfits.quarantined(2, 1, 1);
    misfits.quarantined(1, 1, 1);
    assertThat(misfits.result().wrong()).isZero();
    misfits.quarantined(1, 5, 5);
    assertThat(misfits.result().wrong()).isEqualTo(2);
  }

  private void rows(long generation, int count) {
    for (int i = 0; i < count; i++) {
      misfits.row(BigInteger.valueOf(generation).shiftLeft(192).add(BigInteger.valueOf(i)));
    }
  }
}
