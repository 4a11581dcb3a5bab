package dev.nightjar.mirror.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.dynamodb.scan.ItemKey;
import dev.nightjar.dynamodb.scan.ScanRequest;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

/** How a scan is divided, drawn and paced. */
class PlanningTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);

  @Test
  void aSmallTableIsOneSegmentAndALargeOneHasSegmentsOfEightMegabytes() {
    assertThat(plan(0, 0, new Sample.Whole())).isEqualTo(new SegmentPlan(1, List.of(0)));
    SegmentPlan large = plan(80L << 20, 1_000_000, new Sample.Whole());
    assertThat(large.total()).isEqualTo(10);
    assertThat(large.chosen()).isEqualTo(IntStream.range(0, 10).boxed().toList());
    assertThat(large.whole()).isTrue();
    assertThat(plan(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, new Sample.Share(0.001)).total())
        .isEqualTo(ScanRequest.MOST_SEGMENTS);
  }

  @Test
  void aSampleOfMoreItemsThanThereAreIsTheTable() {
    assertThat(plan(100, 10, new Sample.Items(11)).whole()).isTrue();
  }

  @Property(tries = 300)
  void aSampleIsOfItsShareAndSpread(
      @ForAll @LongRange(min = 1000, max = 1L << 42) long bytes,
      @ForAll @DoubleRange(min = 0.0001, max = 0.9) @Scale(6) double share,
      @ForAll long seed) {
    SegmentPlan plan =
        SegmentPlan.of(bytes, bytes / 100 + 1, new Sample.Share(share), new Random(seed));

    assertThat(plan.chosen()).isSorted().doesNotHaveDuplicates().isNotEmpty();
    assertThat(plan.chosen().getFirst()).isNotNegative();
    assertThat(plan.chosen().getLast()).isLessThan(plan.total());
    double drawn = (double) plan.chosen().size() / plan.total();
    assertThat(drawn).isCloseTo(share, within(1.0 / plan.total()));
  }

  @Test
  void whatAnAnswerCostIsPaidOffBeforeTheNextQuestion() {
    ReadPacer pacer = new ReadPacer(50);
    assertThat(pacer.limit()).isEqualTo(100);
    assertThat(pacer.pause(NOW)).isZero();

    pacer.consumed(25, 100, NOW);
    pacer.consumed(50, 200, NOW);

    assertThat(pacer.pause(NOW)).isEqualTo(Duration.ofMillis(1500));
    assertThat(pacer.pause(NOW.plusSeconds(1))).isEqualTo(Duration.ofMillis(500));
    assertThat(pacer.pause(NOW.plusSeconds(9))).isZero();
    // A quarter of a unit an item: 200 of them cost what a second allows.
    assertThat(pacer.limit()).isEqualTo(200);
    assertThat(pacer.units()).isEqualTo(75);
    ReadPacer slow = new ReadPacer(0.5);
    slow.consumed(10, 100, NOW);
    assertThat(slow.limit()).isEqualTo(25);
    slow.consumed(10_000, 100, NOW);
    assertThat(slow.limit()).isEqualTo(1);
  }

  @Test
  void theUsualRateIsAQuarterOfWhatIsProvisioned() {
    assertThat(VerificationWish.USUAL.unitsPerSecond(400)).isEqualTo(100);
    assertThat(VerificationWish.USUAL.unitsPerSecond(1)).isEqualTo(1);
    assertThat(VerificationWish.USUAL.unitsPerSecond(0)).isEqualTo(VerificationWish.ON_DEMAND);
    assertThat(
            new VerificationWish(OptionalDouble.of(7), new Sample.Whole(), 1).unitsPerSecond(400))
        .isEqualTo(7);
  }

  @Test
  void theUsualValuesAreDocumented() throws IOException {
    Path page = Path.of(System.getProperty("nightjar.home"), "docs", "verify.md");

    assertThat(Files.readString(page))
        .contains("and %.0f for a table on demand".formatted(VerificationWish.ON_DEMAND))
        .contains("%d unless said otherwise".formatted(VerificationWish.USUAL_LIMIT))
        .contains("%d at most".formatted(VerificationWish.MOST))
        .contains("At most %,d keys are looked at again".formatted(Verification.MOST_SUSPECTS))
        .contains("segments of about %d MB".formatted(SegmentPlan.SEGMENT_BYTES >> 20));
  }

  @Test
  void aKeyIsReadFromARowsRecordDigitByDigit() {
    List<KeyAttribute> keys =
        List.of(
            new KeyAttribute("n", Role.HASH, ScalarType.N),
            new KeyAttribute("b", Role.RANGE, ScalarType.B));

    assertThat(Ghosts.key("{\"b\":\"AAE=\",\"n\":1234567890123456789.0123456789}", keys))
        .contains(
            new ItemKey(
                List.of(
                    new ItemKey.Value("n", ScalarType.N, "1234567890123456789.0123456789"),
                    new ItemKey.Value("b", ScalarType.B, "AAE="))));
    assertThat(Ghosts.key("{\"n\":\"1\",\"b\":\"AAE=\"}", keys)).isEmpty();
    assertThat(Ghosts.key("no JSON", keys)).isEmpty();
    assertThat(Ghosts.key("", keys)).isEmpty();
  }

  private static SegmentPlan plan(long bytes, long items, Sample sample) {
    return SegmentPlan.of(bytes, items, sample, new Random(1));
  }
}
