package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.project.JsonPath;
import dev.nightjar.server.http.HttpProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
  private static final RowShape SHAPE = new RowShape(List.of(column("id"), column("n")));

  @TempDir Path folder;

  @Test
  void aRowOfTooManyFieldsIsKeptAsItCame() throws IOException {
    String row = "a,\"b, c\",d,e,\"f\"\"g\"";
    try (StagedRows rows = read("id,n\n1,2\n" + row + "\n3,4\n")) {
      assertThat(rows.rows()).isEqualTo(3);
      assertThat(rows.unreadable()).isEqualTo(1);
      assertThat(Files.readString(rows.file(), StandardCharsets.ISO_8859_1))
          .contains(row)
          .contains("line 3 has 5 fields, not the 2");
    }
  }

  @Test
  void millionsOfFieldsInOneLineTakeNoMemoryAndEnd() throws IOException {
    try (StagedRows rows = read(",".repeat(15 << 20) + "\n1,2\n")) {
      assertThat(rows.unreadable()).isEqualTo(1);
      assertThat(rows.rows()).isEqualTo(2);
    }
    assertThatThrownBy(() -> read("1,2\n" + ",".repeat(17 << 20)))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining("beyond line 1: a field or a record is longer than 16 MB");
  }

  private static IntakeColumn column(String name) {
    return new IntakeColumn(
        name, ClickHouseType.parse("String"), JsonPath.of(name), Optional.empty());
  }

  private StagedRows read(String csv) throws IOException {
    StagedRows rows = StagedRows.in(folder, SHAPE, 1 << 30);
    new CsvRows(rows, CsvDialect.USUAL)
        .read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    rows.finish();
    return rows;
  }
}
