package dev.nightjar.dynamodb.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.StreamViewType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TableStreamTest {
  private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00.763Z");

  @Test
  void aStreamOfItsTablesMomentCameWithIt() {
    assertThat(stream("2026-03-01T12:00:00.763").cameWithTable(CREATED)).isTrue();
    assertThat(stream("2026-03-01T12:00:00.790").cameWithTable(CREATED))
        .as("a clock that was asked twice")
        .isTrue();
  }

  @Test
  void aStreamThatWasSwitchedOnSoonAfterItsTableDidNot() {
    assertThat(stream("2026-03-01T12:00:00.900").cameWithTable(CREATED)).isFalse();
    assertThat(stream("2026-03-01T12:00:02.763").cameWithTable(CREATED)).isFalse();
  }

  @Test
  void whereOfTheTablesTimeOnlyTheSecondIsKnownTheSecondCounts() {
    Instant second = Instant.parse("2026-03-01T12:00:00Z");

    assertThat(stream("2026-03-01T12:00:00.763").cameWithTable(second)).isTrue();
    assertThat(stream("2026-03-01T12:00:01.000").cameWithTable(second)).isFalse();
  }

  @Test
  void aLabelThatIsNoTimeTellsNothing() {
    assertThat(stream("latest").cameWithTable(CREATED)).isFalse();
  }

  private static TableStream stream(String label) {
    return new TableStream("arn", label, true, StreamViewType.NEW_AND_OLD_IMAGES);
  }
}
