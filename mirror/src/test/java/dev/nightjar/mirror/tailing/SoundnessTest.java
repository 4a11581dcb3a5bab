package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
    assertThat(lagging.records(at(22), at(2))).isTrue();

    assertThat(lagging.records(at(26), at(5))).isFalse();
  }

  @Test
  void oneEmptyPageProvesNothing() {
    Soundness lagging = new Soundness(at(0), Optional.empty(), Optional.empty());
    assertThat(lagging.records(at(20), at(2))).isTrue();
    assertThat(lagging.nothingYet(at(20))).isTrue();

    assertThat(lagging.until()).as("older records may be behind it").isEqualTo(at(2));
    assertThat(lagging.nothingYet(at(26))).as("they may be trimmed by now").isFalse();
    assertThat(lagging.records(at(26), at(26))).isFalse();
  }

  @Test
  void aShardThatIsEmptyPageAfterPageIsReadUpToTheFirstOfThem() {
    Soundness idle = new Soundness(at(0), Optional.empty(), Optional.empty());
    Duration every = Soundness.EMPTY_FOR.dividedBy(Soundness.EMPTY_PAGES - 1);
    for (int i = 0; i < Soundness.EMPTY_PAGES - 1; i++) {
      assertThat(idle.nothingYet(at(20).plus(every.multipliedBy(i)))).isTrue();
    }
    assertThat(idle.until()).isEqualTo(at(0));

    assertThat(idle.nothingYet(at(20).plus(Soundness.EMPTY_FOR))).isTrue();

    assertThat(idle.until()).isEqualTo(at(20));
    assertThat(idle.records(at(43), at(42))).isTrue();
  }

  @Test
  void emptyPagesInAHurryProveNothing() {
    Soundness idle = new Soundness(at(0), Optional.empty(), Optional.empty());
    for (int i = 0; i < 10 * Soundness.EMPTY_PAGES; i++) {
      assertThat(idle.nothingYet(at(20).plusSeconds(i))).isTrue();
    }

    assertThat(idle.until()).isEqualTo(at(0));
  }

  @Test
  void aPageWithRecordsBetweenEmptyOnesBeginsTheCountAnew() {
    Soundness idle = new Soundness(at(0), Optional.empty(), Optional.empty());
    for (int minute = 0; minute < 3 * Soundness.EMPTY_PAGES; minute++) {
      Instant now = at(20).plus(Duration.ofMinutes(minute));
      boolean known = minute % (Soundness.EMPTY_PAGES - 1) == 0;
      assertThat(known ? idle.answered(now) : idle.nothingYet(now)).isTrue();
    }

    assertThat(idle.until()).isEqualTo(at(0));
  }

  @Test
  void theEndOfAShardDatesNothing() {
    Soundness ended = new Soundness(at(0), Optional.empty(), Optional.empty());
    assertThat(ended.records(at(2), at(2))).isTrue();

    assertThat(ended.answered(at(20))).isTrue();

    assertThat(ended.until()).as("its child may hold changes of then").isEqualTo(at(2));
  }

  /**
   * @param pause minutes until the reader asks
   * @param size how many records the answer has at the most; 0: it is empty whatever there is
   */
  record Poll(int pause, int size) {}

  @Provide
  Arbitrary<Poll> polls() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 30)),
                Tuple.of(2, Arbitraries.integers().between(0, 1500))),
            Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(0)),
                Tuple.of(8, Arbitraries.integers().between(1, 4))))
        .as(Poll::new);
  }

  @Property(tries = 400)
  void whatIsAcceptedLacksNothingAndAGapIsNotFollowedByAnotherAtOnce(
      @ForAll @Size(max = 60) List<@IntRange(max = 300) Integer> gaps,
      @ForAll @Size(max = 120) List<@From("polls") Poll> polls,
      @ForAll Random restarts) {
    SilentShard shard = new SilentShard(gaps);
    for (Poll poll : polls) {
      shard.ask(poll);
      if (restarts.nextInt(8) == 0) {
        shard.restart();
      }
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
      if (shard.lagAfter(poll).compareTo(Duration.ofHours(22)) > 0) {
        shard.catchUp();
      } else {
        shard.ask(poll);
      }
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
    private int next;
    private int hidden;
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
      hidden = poll.size() == 0 ? hidden + 1 : 0;
      int size = hidden < Soundness.EMPTY_PAGES / 2 ? poll.size() : 1;
      int end = horizon;
      while (end < Math.min(records.size(), horizon + size) && !records.get(end).isAfter(now)) {
        end++;
      }
      boolean accepted =
          end == horizon ? soundness.nothingYet(now) : soundness.records(now, records.get(end - 1));
      if (accepted) {
        missed += lost(horizon);
        next = end;
      } else {
        gaps.add(Duration.between(begun, now));
        begun = now;
        soundness = new Soundness(begun, Optional.empty(), Optional.empty());
      }
    }

    /** Another server goes on with what was stored. */
    void restart() {
      soundness = new Soundness(begun, Optional.empty(), Optional.of(soundness.until()));
    }

    /** Asks until there is nothing more, and for some minutes after that. */
    void catchUp() {
      for (int i = 0; i < records.size() + Soundness.EMPTY_PAGES; i++) {
        ask(new Poll(i % 2, 4));
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

    /** How far what is certain lies back after that pause. */
    Duration lagAfter(Poll poll) {
      return Duration.between(soundness.until(), now.plus(Duration.ofMinutes(poll.pause())));
    }
  }
}
