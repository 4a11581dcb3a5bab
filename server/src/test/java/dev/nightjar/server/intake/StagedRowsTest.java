package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.project.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedRowsTest {
  private static final long MOST = 4L << 20;

  @TempDir Path folder;

  @Test
  void theFileEndsAtItsSizeAndIsDeletedWithoutAnotherError() throws IOException {
    RowShape shape =
        new RowShape(
            List.of(
                new IntakeColumn(
                    "id", ClickHouseType.parse("String"), JsonPath.of("id"), Optional.empty())));
    StagedRows rows = StagedRows.in(folder, shape, MOST);

    assertThatThrownBy(
            () -> {
              while (rows.bytes() <= MOST) {
                rows.add(new String[] {"x".repeat(10_000)});
              }
            })
        .isInstanceOf(Unpacking.TooLargeException.class)
        .hasMessageContaining("more than 4 MB");
    assertThat(rows.bytes()).isBetween(MOST / 2, MOST);

    rows.close();
    assertThat(Files.exists(rows.file())).isFalse();
  }
}
