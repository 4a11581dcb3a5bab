package dev.nightjar.mirror.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a verification leaves in ClickHouse. */
@ExtendWith(EmbeddedEngine.class)
class ScratchTest {
  @TempDir Path directory;

  @Test
  void aTableThatCannotBeDroppedKeepsNoneOfTheOthers(TestDatabase database) {
    try (StateDatabase state = StateDatabase.open(directory)) {
      MirroredTestTable mirrored = MirroredTestTable.create(database, "scratched", state);
      FaultyClickHouse clickHouse = new FaultyClickHouse(database.clickHouse());
      Scratch scratch = new Scratch(clickHouse, mirrored.table(), mirrored.schema());
      scratch.create();
      clickHouse.refuses(Optional.of("scratched verify sink"));

      assertThatThrownBy(scratch::close)
          .isInstanceOf(ClickHouseException.class)
          .hasMessageContaining("refused");

      assertThat(left(database)).isEqualTo("scratched verify sink");
      assertThat(scratch.exists()).isTrue();
      clickHouse.refuses(Optional.empty());
      scratch.close();
      assertThat(left(database)).isEmpty();
    }
  }

  private static String left(TestDatabase database) {
    return database.text(
        "SELECT name FROM system.tables WHERE database = currentDatabase()"
            + " AND name LIKE 'scratched verify%'");
  }
}
