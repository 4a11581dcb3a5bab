package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.mirror.BlockMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How large batches become and when small ones may go. */
class BatchPlanningTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aSingleChangeAfterSilenceGoesAtOnce() {
    InsertPacer pacer = new InsertPacer(Duration.ofMillis(200));

    assertThat(pacer.earliest(1, NOW)).isEqualTo(NOW);
    insert(pacer, 1, NOW, NOW.plusMillis(20));
    assertThat(pacer.earliest(1, NOW.plusSeconds(5))).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void changesThatTrickleGoInEvenlyAndWhatInsertsTakeIsMadeUpForOnceASecond() {
    InsertPacer pacer = new InsertPacer(Duration.ofMillis(200));
    List<Long> millis = new ArrayList<>();
    Instant now = NOW;
    for (int i = 0; i < 7; i++) {
      now = pacer.earliest(1, now);
      millis.add(Duration.between(NOW, now).toMillis());
      insert(pacer, 1, now, now.plusMillis(20));
      now = now.plusMillis(20);
    }

    assertThat(millis).containsExactly(0L, 200L, 400L, 600L, 800L, 1020L, 1220L);
  }

  /** Wherever between its beginning and its end each of them makes its part. */
  @Property(tries = 500)
  void thereAreNeverMoreThanFiveInsertsInAnySecond(
      @ForAll @Size(min = 7, max = 40) List<@IntRange(min = 0, max = 500) Integer> gaps,
      @ForAll @Size(40) List<@IntRange(min = 0, max = 400) Integer> lengths,
      @ForAll @Size(40) List<@IntRange(min = 1, max = 2) Integer> inserts) {
    InsertPacer pacer = new InsertPacer(Duration.ofMillis(200));
    Instant now = NOW;
    List<Instant> begun = new ArrayList<>();
    List<Instant> ended = new ArrayList<>();
    for (int i = 0; i < gaps.size(); i++) {
      now = now.plusMillis(gaps.get(i));
      Instant earliest = pacer.earliest(inserts.get(i), now);
      assertThat(earliest).isBetween(now, now.plusSeconds(1));
      Instant end = earliest.plusMillis(lengths.get(i));
      insert(pacer, inserts.get(i), earliest, end);
      for (int j = 0; j < inserts.get(i); j++) {
        begun.add(earliest);
        ended.add(end);
      }
      now = end;
    }
    for (int i = 5; i < begun.size(); i++) {
      assertThat(Duration.between(ended.get(i - 5), begun.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void aClockThatIsPutBackDoesNotHoldChangesUp() {
    InsertPacer pacer = new InsertPacer(Duration.ofMillis(200));
    insert(pacer, 1, NOW, NOW.plusMillis(20));
    Instant before = NOW.minusSeconds(3600);

    assertThat(pacer.earliest(1, before)).isEqualTo(before);
  }

  private static void insert(InsertPacer pacer, int inserts, Instant begins, Instant ends) {
    pacer.begins(inserts, begins);
    pacer.ends(inserts, ends);
  }

  @Test
  void aBatchIsFullByRowsOrByBytes() {
    BatchLimits limits = new BatchLimits(1000, 1 << 20);

    assertThat(limits.full(999, 1000)).isFalse();
    assertThat(limits.full(1000, 1000)).isTrue();
    assertThat(limits.full(1, 1 << 20)).isTrue();
  }

  @Test
  void aBatchThatClickHouseMightCutIsRefused() {
    assertThatThrownBy(() -> new BatchLimits(2_000_000, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would not stay one block");
  }

  @Test
  void memoryIsDividedAmongTheSourcesThatAreActive() {
    MemoryShare share =
        new MemoryShare(new BlockMemory(100L << 20), new BatchLimits(50_000, 24L << 20));
    share.enter();

    assertThat(share.limits().bytes()).isEqualTo(24L << 20);
    for (int i = 1; i < 10; i++) {
      share.enter();
    }
    assertThat(share.limits().bytes()).isEqualTo(10L << 20);
    for (int i = 10; i < 1000; i++) {
      share.enter();
    }
    assertThat(share.limits().bytes()).isEqualTo(512L << 10);
    for (int i = 0; i < 999; i++) {
      share.leave();
    }
    assertThat(share.limits()).isEqualTo(new BatchLimits(50_000, 24L << 20));
  }

  @Test
  void mirrorsDivideTheMemoryOfTheirServer() {
    BlockMemory server = new BlockMemory(64L << 20);
    MemoryShare orders = new MemoryShare(server, new BatchLimits(50_000, 24L << 20));
    MemoryShare customers = new MemoryShare(server, new BatchLimits(50_000, 24L << 20));
    orders.enter();
    orders.enter();

    assertThat(orders.limits().bytes()).isEqualTo(24L << 20);
    for (int i = 0; i < 6; i++) {
      customers.enter();
    }
    assertThat(orders.limits().bytes()).isEqualTo(8L << 20);
    assertThat(customers.sharedLimits().bytes()).isEqualTo(8L << 20);
  }
}
