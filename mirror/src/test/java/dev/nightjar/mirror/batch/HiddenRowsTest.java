package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.batch.RowsInFlight.Range;
import dev.nightjar.mirror.ledger.Probe;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A newer row proves that an older one of its key arrived, unless it may have come in after a loss.
 */
class HiddenRowsTest extends BatchInserterFixture {
  private static final BigInteger HUGE = new BigInteger("4000000000000000000000000000000000000000");

  private Prober prober;

  @BeforeEach
  void rows() {
    prober =
        new Prober(
            mirrored.clickHouse(),
            mirrored.table(),
            MirrorSpec.quarantineOf(mirrored.table()),
            mirrored.schema());
    add(Changes.record(10, AT, "a", "ten"));
    add(Changes.record(20, AT, "b", "twenty"));
    mirrored.insert(buffer.rows());
  }

  @Test
  void aRowInFlightProvesNothingButItself() {
    List<Probe> probes = List.of(probe("a", 5), probe("b", 5), probe("b", 20), probe("c", 5));

    assertThat(prober.held(probes, RowsInFlight.NONE)).isEqualTo(Set.of(0, 1, 2));
    assertThat(prober.held(probes, inFlight(1, 20, 25))).isEqualTo(Set.of(0, 2));
    assertThat(prober.held(probes, inFlight(1, 10, 20))).isEqualTo(Set.of(2));
    assertThat(prober.held(probes, inFlight(1, 21, 25))).isEqualTo(Set.of(0, 1, 2));
    assertThat(prober.held(probes, inFlight(2, 10, 20))).isEqualTo(Set.of(0, 1, 2));
  }

  @Test
  void anotherRowOfTheKeyIsProofBesideOneInFlight() {
    add(Changes.record(30, AT, "a", "thirty"));
    mirrored.insert(buffer.rows());

    assertThat(prober.held(List.of(probe("a", 5)), inFlight(1, 30, 30))).isEqualTo(Set.of(0));
    mirrored.text("OPTIMIZE TABLE TABLE FINAL");
    assertThat(prober.held(List.of(probe("a", 5)), inFlight(1, 30, 30))).isEmpty();
  }

  @Test
  void anyNumberOfRangesOfTheLongestNumbersCanBeAsked() {
    List<Range> ranges =
        LongStream.range(0, 1000)
            .mapToObj(i -> new Range(1, HUGE.add(BigInteger.valueOf(2 * i)), HUGE.shiftLeft(1)))
            .toList();

    assertThat(prober.held(List.of(probe("a", 5)), new RowsInFlight(ranges))).isEqualTo(Set.of(0));
  }

  private static RowsInFlight inFlight(long generation, long first, long last) {
    return new RowsInFlight(
        List.of(new Range(generation, BigInteger.valueOf(first), BigInteger.valueOf(last))));
  }

  /** Of generation 1 and depth 1, as the rows are. */
  private static Probe probe(String key, long sequence) {
    BigInteger version =
        BigInteger.ONE
            .shiftLeft(192)
            .or(BigInteger.ONE.shiftLeft(160))
            .add(BigInteger.valueOf(sequence));
    return new Probe(Probe.Target.TABLE, List.of(key, "s"), version);
  }
}
