package dev.nightjar.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void percentilesAreMeasuredValues() {
    Latencies latencies = new Latencies();
    for (int millis = 1; millis <= 200; millis++) {
      latencies.add(millis);
    }

    assertThat(latencies.percentile(0.5)).isEqualTo(100);
    assertThat(latencies.percentile(0.99)).isEqualTo(198);
    assertThat(latencies.percentile(1)).isEqualTo(200);
  }

  @Test
  void nothingMeasuredIsNoNumber() {
    assertThat(new Latencies().percentile(0.5)).isEqualTo(-1);
  }

  @Test
  void whatTakesForEverStaysInSight() {
    Latencies latencies = new Latencies();
    latencies.add(Long.MAX_VALUE);

    assertThat(latencies.percentile(0.5)).isEqualTo(600_000);
  }
}
