package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/**
 * A shard that loses what is older than 24 hours and never says so, and a reader that may stand
 * still, lag, and fall behind for good.
 */
class SoundnessTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration RETENTION = Duration.ofHours(24);

  @Test
  void itCountsFromTheNewestMomentThatIsCertain() {
    Soundness shard = new Soundness(at(0), Optional.of(at(5)), Optional.of(at(3)));

    assertThat(shard.until()).isEqualTo(at(5));
    assertThat(shard.answered(at(28))).isTrue();
    assertThat(shard.answered(at(28).plusSeconds(1))).isFalse();
    shard.readUntil(at(10));
    assertThat(shard.answered(at(33))).isTrue();
  }

  @Test
  void aReaderThatLagsIsNotAsFarAsItsLastAnswer() {
    Soundness lagging = new Soundness(at(0), Optional.empty(), Optional.empty());
    assertThat(lagging.records(at(22), at(1), at(2))).isTrue();

    assertThat(lagging.records(at(26), at(4), at(5))).isFalse();
  }

  @Test
  void aShardWithoutChangesIsReadUpToItsLastEmptyPage() {
    Soundness idle = new Soundness(at(0), Optional.empty(), Optional.empty());
    for (int hour = 1; hour < 60; hour++) {
      assertThat(idle.nothingYet(at(hour))).isTrue();
    }

    assertThat(idle.records(at(80), at(59), at(79))).isTrue();
    assertThat(idle.until()).isEqualTo(at(79));
  }

  @Test
  void anEmptyPageBeforeOlderRecordsWasNotTheTip() {
    Soundness lagging = new Soundness(at(0), Optional.empty(), Optional.empty());
    assertThat(lagging.records(at(20), at(1), at(2))).isTrue();
    assertThat(lagging.nothingYet(at(20))).isTrue();
    assertThat(lagging.until()).isEqualTo(at(20));

    assertThat(lagging.records(at(26), at(4), at(5))).isFalse();
    assertThat(lagging.until()).isEqualTo(at(2));
  }

  @Test
  void aRecordThatWasOnItsWayBehindAnEmptyPageIsNoSignOfThat() {
    Soundness idle = new Soundness(at(0), Optional.empty(), Optional.empty());
    assertThat(idle.nothingYet(at(20))).isTrue();
    assertThat(idle.nothingYet(at(40))).isTrue();

    Instant late = at(40).minus(Duration.ofMinutes(50));
    assertThat(idle.records(at(41), late, late)).isTrue();
  }

  @Test
  void theEndOfAShardDatesNothing() {
    Soundness ended = new Soundness(at(0), Optional.empty(), Optional.empty());
    assertThat(ended.nothingYet(at(2))).isTrue();

    assertThat(ended.answered(at(20))).isTrue();

    assertThat(ended.until()).as("its child may hold changes of then").isEqualTo(at(2));
  }

  /**
   * @param pause minutes until the reader asks
   * @param size how many records the answer has at the most
   */
  record Poll(int pause, int size) {}

  @Provide
  Arbitrary<Poll> polls() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 30)),
                Tuple.of(2, Arbitraries.integers().between(0, 1500))),
            Arbitraries.integers().between(1, 4))
        .as(Poll::new);
  }

  @Property(tries = 400)
  void whatIsAcceptedLacksNothingAndAGapIsNotFollowedByAnotherAtOnce(
      @ForAll @Size(max = 60) List<@IntRange(max = 300) Integer> gaps,
      @ForAll @Size(max = 120) List<@From("polls") Poll> polls) {
    SilentShard shard = new SilentShard(gaps);
    for (Poll poll : polls) {
      shard.ask(poll);
    }

    assertThat(shard.missed).isZero();
    assertThat(shard.gaps).allMatch(gap -> gap.compareTo(Soundness.LONGEST) > 0);
    Statistics.collect(shard.gaps.isEmpty() ? "no gap" : "gaps");
  }

  @Property(tries = 200)
  void aReaderThatLagsLessThan22HoursFindsNoGap(
      @ForAll @Size(max = 60) List<@IntRange(max = 300) Integer> gaps,
      @ForAll @Size(max = 120) List<@From("polls") Poll> polls) {
    SilentShard shard = new SilentShard(gaps);
    for (Poll poll : polls) {
      Duration lag = shard.lagAfter(poll);
      shard.ask(lag.compareTo(Duration.ofHours(22)) > 0 ? new Poll(0, 60) : poll);
    }

    assertThat(shard.gaps).isEmpty();
  }

  private static Instant at(int hours) {
    return START.plus(Duration.ofHours(hours));
  }

  /** Records at their times, and a reader of them with a new generation at each gap. */
  private static final class SilentShard {
    private final List<Instant> records = new ArrayList<>();
    private final List<Duration> gaps = new ArrayList<>();
    private Soundness soundness = new Soundness(START, Optional.empty(), Optional.empty());
    private Instant begun = START;
    private Instant now = START;
    private Instant readUpTo = START;
    private int next;
    private int missed;

    SilentShard(List<Integer> minutesBetween) {
      Instant time = START;
      for (int minutes : minutesBetween) {
        time = time.plus(Duration.ofMinutes(minutes));
        records.add(time);
      }
    }

    void ask(Poll poll) {
      now = now.plus(Duration.ofMinutes(poll.pause()));
      int horizon = next;
      while (horizon < records.size() && records.get(horizon).isBefore(now.minus(RETENTION))) {
        horizon++;
      }
      int end = horizon;
      while (end < Math.min(records.size(), horizon + poll.size())
          && !records.get(end).isAfter(now)) {
        end++;
      }
      boolean accepted =
          end == horizon
              ? soundness.nothingYet(now)
              : soundness.records(now, records.get(horizon), records.get(end - 1));
      if (accepted) {
        missed += lost(horizon);
        next = end;
        readUpTo = end == horizon ? now : records.get(end - 1);
      } else {
        gaps.add(Duration.between(begun, now));
        begun = now;
        soundness = new Soundness(begun, Optional.empty(), Optional.empty());
      }
    }

    /** Records that were trimmed unread and are in no export: not of before the generation. */
    private int lost(int horizon) {
      int lost = 0;
      for (int i = next; i < horizon; i++) {
        lost += records.get(i).isBefore(begun) ? 0 : 1;
      }
      return lost;
    }

    /** How far its newest record, or its last look at the tip, lies back after that pause. */
    Duration lagAfter(Poll poll) {
      return Duration.between(readUpTo, now.plus(Duration.ofMinutes(poll.pause())));
    }
  }
}
