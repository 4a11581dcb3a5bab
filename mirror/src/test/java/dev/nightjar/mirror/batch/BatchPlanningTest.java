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

    assertThat(pacer.reserve(NOW)).isEqualTo(NOW);
    assertThat(pacer.reserve(NOW.plusSeconds(5))).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void shardsThatTrickleTakeTurns() {
    InsertPacer pacer = new InsertPacer(Duration.ofMillis(200));

    assertThat(pacer.reserve(NOW)).isEqualTo(NOW);
    assertThat(pacer.reserve(NOW)).isEqualTo(NOW.plusMillis(200));
    assertThat(pacer.reserve(NOW.plusMillis(10))).isEqualTo(NOW.plusMillis(400));
  }

  @Property(tries = 200)
  void thereAreNeverMoreThanFiveInsertsASecond(
      @ForAll @Size(min = 7, max = 40) List<@IntRange(min = 0, max = 500) Integer> gaps) {
    InsertPacer pacer = new InsertPacer(Duration.ofMillis(200));
    Instant now = NOW;
    List<Instant> moments = new ArrayList<>();
    for (int gap : gaps) {
      now = now.plusMillis(gap);
      moments.add(pacer.reserve(now));
      assertThat(moments.getLast()).isAfterOrEqualTo(now);
    }
    for (int i = 5; i < moments.size(); i++) {
      assertThat(Duration.between(moments.get(i - 5), moments.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
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
