package dev.nightjar.dynamodb.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIdTest {

  @Test
  void tellsWhenTheShardWasCreated() {
    assertThat(new ShardId("shardId-00000001414576573621-f55eea83").creationTime())
        .contains(Instant.parse("2014-10-29T09:56:13.621Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shardId-000000000000", "shard", "shardId-99999999999999999999-f55eea83"})
  void anIdOfAnotherFormTellsNoTime(String id) {
    assertThat(new ShardId(id).creationTime()).isEmpty();
  }

  @Test
  void isNotEmpty() {
    assertThatThrownBy(() -> new ShardId(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
