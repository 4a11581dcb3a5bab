package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.tailing.Losses.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it means that AWS does not have a position, or a shard, any more. */
class LossesTest {
  private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant SOON = BEGUN.plus(Duration.ofMinutes(5));
  private static final ShardLostException TRIMMED =
      new ShardLostException(
          new TrimmedDataException("GetRecords", "TrimmedDataAccessException", "gone", null));
  private static final ShardLostException NOT_FOUND =
      new ShardLostException(
          new NotFoundException("GetShardIterator", "ResourceNotFoundException", "gone", null));

  @Test
  void aPositionFromBeforeTheGenerationIsInItsExport() {
    assertThat(Losses.of(shard(before(1), before(2)), generation(2), SOON, TRIMMED))
        .isEqualTo(Verdict.READ_FROM_HORIZON);
    assertThat(Losses.of(unread(before(1)), generation(1), SOON, TRIMMED))
        .isEqualTo(Verdict.READ_FROM_HORIZON);
    assertThat(Losses.of(shard(before(1), BEGUN), generation(2), SOON, TRIMMED))
        .as("found and begun anew within a second")
        .isEqualTo(Verdict.READ_FROM_HORIZON);
    assertThat(Losses.of(unread(BEGUN.plusMillis(126)), generation(2), SOON, TRIMMED))
        .as("created and begun anew within a second")
        .isEqualTo(Verdict.READ_FROM_HORIZON);
  }

  @Test
  void aPositionOfTheGenerationIsLost() {
    assertThat(Losses.of(shard(before(30), BEGUN.plusSeconds(1)), generation(2), SOON, TRIMMED))
        .isEqualTo(Verdict.TRIMMED);
    assertThat(Losses.of(shard(before(30), SOON), generation(2), SOON, NOT_FOUND))
        .isEqualTo(Verdict.VANISHED);
  }

  @Test
  void aPositionThatCameOfAgeInAShardWithoutChangesLosesNothing() {
    Instant now = BEGUN.plus(Duration.ofHours(70));
    Instant old = now.minus(Duration.ofHours(24));
    Instant lately = now.minus(Soundness.LONGEST);

    assertThat(Losses.of(idle(old, lately), generation(2), now, TRIMMED))
        .isEqualTo(Verdict.READ_FROM_HORIZON);
    assertThat(Losses.of(idle(old.plusSeconds(1), lately), generation(2), now, TRIMMED))
        .as("it was not due yet: what followed may be trimmed too")
        .isEqualTo(Verdict.TRIMMED);
    assertThat(Losses.of(idle(old, lately.minusSeconds(1)), generation(2), now, TRIMMED))
        .as("what came since it was last read may be trimmed too")
        .isEqualTo(Verdict.TRIMMED);
    assertThat(Losses.of(idle(old, lately), generation(2), now, NOT_FOUND))
        .isEqualTo(Verdict.VANISHED);
  }

  @Test
  void aShardThatIsYoungerThanTheGenerationIsLostUnread() {
    Instant after = BEGUN.plusSeconds(1);

    assertThat(Losses.of(unread(after), generation(2), SOON, TRIMMED)).isEqualTo(Verdict.TRIMMED);
    assertThat(Losses.of(unread(after), generation(2), SOON, NOT_FOUND))
        .isEqualTo(Verdict.VANISHED);
  }

  @Test
  void whatCameSinceTheBeginningIsKeptForADayOnly() {
    StoredShard shard = shard(before(30), before(2));

    assertThat(Losses.of(shard, generation(2), BEGUN.plus(Soundness.LONGEST), TRIMMED))
        .isEqualTo(Verdict.READ_FROM_HORIZON);
    Instant late = BEGUN.plus(Soundness.LONGEST).plusSeconds(1);
    assertThat(Losses.of(shard, generation(2), late, TRIMMED)).isEqualTo(Verdict.TRIMMED);
    assertThat(Losses.of(shard, generation(2), late, NOT_FOUND)).isEqualTo(Verdict.VANISHED);
  }

  @Test
  void aShardThatIsGoneHeldNothingThatTheExportLacks() {
    assertThat(Losses.of(shard(before(30), before(2)), generation(2), SOON, NOT_FOUND))
        .isEqualTo(Verdict.GONE);
    StoredShard closed = stored(before(1), Optional.of("9"), Optional.empty(), Optional.empty());
    assertThat(Losses.of(closed, generation(1), SOON, NOT_FOUND)).isEqualTo(Verdict.GONE);
  }

  @Test
  void aShardThatWasListedAsOpenAMomentAgoIsMissed() {
    assertThat(Losses.of(unread(before(1)), generation(1), SOON, NOT_FOUND))
        .isEqualTo(Verdict.VANISHED);
  }

  private static Instant before(int hours) {
    return BEGUN.minus(Duration.ofHours(hours));
  }

  private static StoredShard unread(Instant created) {
    return stored(created, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static StoredShard shard(Instant created, Instant readUntil) {
    return stored(created, Optional.empty(), Optional.empty(), Optional.of(readUntil));
  }

  private static StoredShard idle(Instant position, Instant readUntil) {
    return stored(before(90), Optional.empty(), Optional.of(position), Optional.of(readUntil));
  }

  private static StoredShard stored(
      Instant created,
      Optional<String> ending,
      Optional<Instant> positionAt,
      Optional<Instant> readUntil) {
    return new StoredShard(
        new ShardState(
            new ShardId("shardId-%020d-0".formatted(created.toEpochMilli())),
            Optional.empty(),
            ShardState.Phase.READABLE,
            true,
            1,
            Optional.empty(),
            ending.map(SequenceNumber::parse),
            Optional.of(BEGUN),
            Optional.empty()),
        Optional.empty(),
        positionAt,
        true,
        readUntil,
        0,
        0,
        0);
  }

  private static Generation generation(long number) {
    return Generation.begun("m", number, number == 1, BEGUN, "stream", BEGUN.plus(Generation.FUZZ));
  }
}
