package dev.nightjar.proving.world.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.ShardId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardModelTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final ShardModel parent = shard(Optional.empty());
  private final ShardModel child = shard(Optional.of(parent));

  @Test
  void aListingHidesAShardFromWhoDoesNotKnowIt() {
    parent.leftOut(NOW);

    assertThat(parent.leftOutSince(NOW)).isTrue();
    assertThat(child.leftOutSince(NOW)).as("a child is found by its parent").isTrue();
    assertThat(parent.leftOutSince(NOW.plusMillis(1))).isFalse();
  }

  @Test
  void aListingHidesNothingFromWhoReadsTheShard() {
    parent.asked();
    parent.leftOut(NOW);

    assertThat(parent.leftOutSince(NOW)).isFalse();
    assertThat(child.leftOutSince(NOW)).isFalse();
  }

  @Test
  void whoBeginsAnewKnowsNoShard() {
    parent.asked();
    parent.forgotten();
    parent.leftOut(NOW);

    assertThat(parent.leftOutSince(NOW)).isTrue();
  }

  @Test
  void aRecordIsHiddenByNoMoreEmptyPagesThanAReaderMayTakeForProof() {
    for (int page = 0; page < 29; page++) {
      assertThat(parent.canHide(0, NOW.plusMillis(page))).isTrue();
      parent.hid(0, NOW.plusMillis(page));
    }

    assertThat(parent.canHide(0, NOW.plus(Duration.ofMinutes(10)).minusMillis(1)))
        .as("not for long enough to prove anything")
        .isTrue();
    assertThat(parent.canHide(0, NOW.plus(Duration.ofMinutes(10)))).isFalse();
    assertThat(parent.canHide(1, NOW.plus(Duration.ofMinutes(10)))).as("another record").isTrue();
  }

  private static ShardModel shard(Optional<ShardModel> of) {
    return new ShardModel(
        new ShardId("shardId-0000000000000000000" + of.map(_ -> "1").orElse("0") + "-00000000"),
        of,
        NOW,
        BigInteger.ONE,
        0,
        StreamModel.SLOTS,
        Duration.ZERO);
  }
}
