package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.dynamodb.stream.ShardState.Phase;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.tailing.ReadingLimit.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Two mirrors that have read any two beginnings of one stream meet where the one ahead is. */
class MeetingPlaceTest {
  private static final String STREAM =
      "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/1";

  /**
   * Each shard's parent: two roots, of which one splits and one rolls, and what continues those.
   */
  private static final List<Integer> PARENTS = List.of(-1, -1, 0, 0, 1, 2, 4);

  private static final int CHANGES = 3;

  /** How far a shard is read: not begun, begun, behind its first, second or third change, over. */
  private static final int UNREAD = 0;

  private static final int BEGUN = 1;
  private static final int OVER = BEGUN + CHANGES + 1;

  /**
   * How far a mirror is that stands.
   *
   * @param read of each shard, with what is in flight
   * @param inFlight how many changes of each are in a batch whose fate is not known
   * @param unlisted whether it has not found those yet that it has not begun
   * @param forgets whether it has forgotten what is over for both, and continued
   */
  record Standing(List<Integer> read, List<Integer> inFlight, boolean unlisted, boolean forgets) {

    /** A shard is begun when its parent is over, and not before. */
    static Standing of(
        List<Integer> wanted, List<Integer> inFlight, boolean unlisted, boolean forgets) {
      List<Integer> read = new ArrayList<>();
      for (int shard = 0; shard < PARENTS.size(); shard++) {
        int parent = PARENTS.get(shard);
        read.add(parent < 0 || read.get(parent) == OVER ? wanted.get(shard) : UNREAD);
      }
      return new Standing(List.copyOf(read), inFlight, unlisted, forgets);
    }

    MeetingPlace.Reader reader(Standing other) {
      return reader(forgotten(other));
    }

    /** As it stands when it has read on and forgotten nothing since. */
    MeetingPlace.Reader reader(Set<Integer> forgotten) {
      List<StoredShard> shards = new ArrayList<>();
      List<ShardRange> ranges = new ArrayList<>();
      for (int shard = 0; shard < PARENTS.size(); shard++) {
        int at = read.get(shard);
        boolean knows = at == UNREAD ? !unlisted : !forgotten.contains(shard);
        int stored = at == OVER ? CHANGES : Math.max(0, at - BEGUN - inFlight.get(shard));
        if (knows) {
          shards.add(stored(shard, at, stored));
          if (at > BEGUN && at < OVER && stored < at - BEGUN) {
            ranges.add(range(shard, stored + 1, at - BEGUN));
          }
        }
      }
      return new MeetingPlace.Reader(shards, ranges.isEmpty() ? List.of() : List.of(batch(ranges)));
    }

    Set<Integer> forgotten(Standing other) {
      return IntStream.range(0, PARENTS.size())
          .filter(shard -> forgets && isOver(shard) && other.isOver(shard))
          .filter(this::isContinued)
          .boxed()
          .collect(Collectors.toSet());
    }

    /** A shard of which nothing is known to continue it is not forgotten: it is a leaf. */
    private boolean isContinued(int shard) {
      return IntStream.range(0, PARENTS.size())
          .filter(child -> PARENTS.get(child) == shard)
          .anyMatch(child -> read.get(child) > UNREAD || !unlisted);
    }

    private boolean isOver(int shard) {
      return read.get(shard) == OVER;
    }

    private StoredShard stored(int shard, int at, int changes) {
      int parent = PARENTS.get(shard);
      boolean readable = parent < 0 || isOver(parent);
      ShardState state =
          new ShardState(
              id(shard),
              parent < 0 ? Optional.empty() : Optional.of(id(parent)),
              at == OVER ? Phase.FINISHED : readable ? Phase.READABLE : Phase.WAITING,
              at > UNREAD,
              0,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      StoredShard unread = StoredShard.unread(state, true);
      return new StoredShard(
          state,
          changes == 0 ? Optional.empty() : Optional.of(change(changes)),
          unread.positionAt(),
          true,
          unread.readUntil(),
          changes,
          0,
          0);
    }

    /** Reads on as a mirror does: a shard up to the place, and those after it once it is over. */
    Standing readOn(ReadingLimit place) {
      List<Integer> wanted =
          IntStream.range(0, PARENTS.size())
              .mapToObj(shard -> Math.max(read.get(shard), step(place.of(id(shard)))))
              .toList();
      return of(wanted, none(), false, forgets);
    }
  }

  private static int step(Place place) {
    return switch (place) {
      case Place.Beginning() -> UNREAD;
      case Place.Behind(var last) -> BEGUN + Integer.parseInt(last.toString());
      case Place.End() -> OVER;
    };
  }

  private static List<Integer> none() {
    return PARENTS.stream().map(_ -> 0).toList();
  }

  private static ShardId id(int shard) {
    return new ShardId("shardId-" + shard);
  }

  private static SequenceNumber change(int number) {
    return SequenceNumber.parse(Integer.toString(number));
  }

  private static ShardRange range(int shard, int first, int last) {
    return new ShardRange(
        id(shard), Integer.toString(first), Integer.toString(last), last - first + 1, 0);
  }

  private static Batch batch(List<ShardRange> ranges) {
    return new Batch(
        "main/orders",
        1,
        1,
        new Source.OfStream(STREAM),
        "",
        "",
        new Batch.Counts(1, 1, 0),
        "schema",
        "uuid",
        List.of(),
        "token",
        0,
        ranges);
  }

  @Provide
  Arbitrary<Standing> standings() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                    Tuple.of(2, Arbitraries.integers().between(UNREAD, OVER)),
                    Tuple.of(1, Arbitraries.just(OVER)))
                .list()
                .ofSize(PARENTS.size()),
            Arbitraries.integers().between(0, CHANGES).list().ofSize(PARENTS.size()),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Standing::of);
  }

  @Property(tries = 1000)
  void theyMeetInEachShardWhereTheOneAheadIsWhicheverOfThemThatIs(
      @ForAll @From("standings") Standing one, @ForAll @From("standings") Standing other) {
    MeetingPlace place = meeting(one, other);
    MeetingPlace turned = meeting(other, one);

    for (int shard = 0; shard < PARENTS.size(); shard++) {
      int ahead = Math.max(one.read().get(shard), other.read().get(shard));
      int met = step(place.of(id(shard)));
      // One that is begun, and of which nothing is read, is where one is that is not begun.
      assertThat(met == UNREAD ? BEGUN : met)
          .as("%s of shard %d", place.of(id(shard)), shard)
          .isEqualTo(Math.max(BEGUN, forgottenByBoth(one, other, shard) ? BEGUN : ahead));
      assertThat(turned.of(id(shard))).isEqualTo(place.of(id(shard)));
    }
  }

  @Property(tries = 1000)
  void bothComeThereAndThenStayThere(
      @ForAll @From("standings") Standing one, @ForAll @From("standings") Standing other) {
    MeetingPlace place = meeting(one, other);

    Standing first = one.readOn(place);
    Standing second = other.readOn(place);

    assertThat(unbegunAsBegun(first)).isEqualTo(unbegunAsBegun(second));
    MeetingPlace.Reader firstThere = first.reader(one.forgotten(other));
    MeetingPlace.Reader secondThere = second.reader(other.forgotten(one));
    assertThat(place.isReachedBy(firstThere)).isTrue();
    assertThat(place.isReachedBy(secondThere)).isTrue();
    MeetingPlace again = new MeetingPlace(firstThere, secondThere);
    assertThat(first.readOn(again)).isEqualTo(first);
    assertThat(again.isReachedBy(firstThere)).isTrue();
    assertThat(again.isReachedBy(secondThere)).isTrue();
  }

  @Property(tries = 1000)
  void whoLacksAChangeOrHasOneInFlightIsNotThere(
      @ForAll @From("standings") Standing one, @ForAll @From("standings") Standing other) {
    MeetingPlace place = meeting(one, other);
    MeetingPlace.Reader reader = one.reader(other);
    boolean behind =
        IntStream.range(0, PARENTS.size())
            .anyMatch(shard -> Math.max(BEGUN, one.read().get(shard)) < other.read().get(shard));
    Assume.that(behind || !reader.inFlight().isEmpty());

    assertThat(place.isReachedBy(reader)).isFalse();
  }

  private static MeetingPlace meeting(Standing one, Standing other) {
    return new MeetingPlace(one.reader(other), other.reader(one));
  }

  private static boolean forgottenByBoth(Standing one, Standing other, int shard) {
    return one.forgotten(other).contains(shard) && other.forgotten(one).contains(shard);
  }

  private static List<Integer> unbegunAsBegun(Standing standing) {
    return standing.read().stream().map(at -> Math.max(BEGUN, at)).toList();
  }

  /** The present one has finished a shard before the next one began, and has forgotten nothing. */
  @Test
  void whoNeverKnewAShardThatIsOverIsThereOnceItHasTakenUpAllThatContinueIt() {
    Standing old = Standing.of(List.of(OVER, BEGUN, BEGUN, BEGUN, 0, 0, 0), none(), false, false);
    Standing next = Standing.of(List.of(OVER, BEGUN, BEGUN, 0, 0, 0, 0), none(), true, true);
    MeetingPlace place = meeting(old, next);

    assertThat(place.isReachedBy(next.reader(old))).as("one child is not found yet").isFalse();
    assertThat(place.isReachedBy(next.readOn(place).reader(next.forgotten(old)))).isTrue();
  }
}
