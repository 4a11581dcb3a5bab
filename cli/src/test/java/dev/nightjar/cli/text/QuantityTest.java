package dev.nightjar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void countsBytesAndTimesForPeople() {
    assertThat(Quantity.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Quantity.bytes(999)).isEqualTo("999 B");
    assertThat(Quantity.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Quantity.bytes(Long.MAX_VALUE)).isEqualTo("8192.0 PiB");
    assertThat(Quantity.duration(Duration.ofMillis(120))).isEqualTo("120 ms");
    assertThat(Quantity.duration(Duration.ofMillis(4200))).isEqualTo("4.2 s");
    assertThat(Quantity.duration(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
    assertThat(Quantity.duration(Duration.ofMinutes(130))).isEqualTo("2 h 10 min");
  }
}
