package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rows from files, copies and jobs, as somebody types them. */
class DataCommandsTest {
  private static final String CUSTOMERS =
      """
      SCHEMA >
          id String,
          n Int64

      ENGINE MergeTree
      ENGINE_SORTING_KEY id
      """;

  @TempDir static Path folder;

  @Test
  void rowsComeFromAFileAreCopiedAndDeleted() throws IOException {
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(project.resolve("customers.datasource"), CUSTOMERS);
    Files.writeString(project.resolve("copied.datasource"), CUSTOMERS);
    Files.writeString(
        project.resolve("all.pipe"),
        "NODE rows\nSQL >\n    SELECT id, n FROM customers\nTYPE copy\n"
            + "TARGET_DATASOURCE copied\nCOPY_SCHEDULE @on-demand\n");
    Files.writeString(project.resolve("rows.csv"), "id,n\na,1\nb,2\nc,many\n");
    try (Machine machine = new Machine(folder)) {
      Shell shell = machine.shell(project);
      assertThat(shell.run("build").code()).isZero();

      Outcome appended = shell.run("datasource", "append", "customers", "rows.csv");
      assertThat(appended.out()).isEqualTo("✓ 2 rows appended to customers\n");
      assertThat(appended.err()).startsWith("1 row did not fit: see customers_quarantine");
      assertThat(shell.run("datasource", "replace", "customers", "rows.csv").code()).isZero();
      assertThat(shell.run("copy", "run", "all").out())
          .isEqualTo("✓ 2 rows copied by all to copied\n");
      assertThat(shell.run("copy", "pause", "all").err()).contains("no schedule");

      Outcome dry =
          shell.run("datasource", "delete", "customers", "--condition", "n = 1", "--dry-run");
      assertThat(dry.out()).isEqualTo("1 row to be deleted\n");
      assertThat(
              shell.run("datasource", "delete", "customers", "--condition", "n = 1", "--yes").out())
          .isEqualTo("✓ 1 row deleted from customers\n");
      assertThat(shell.run("datasource", "truncate", "customers", "--yes").out())
          .isEqualTo("✓ customers is empty\n");
      assertThat(shell.run("datasource", "append", "customers", "absent.csv").err())
          .isEqualTo("nightjar: There is no file absent.csv.\n");

      JsonNode jobs = Json.parse(shell.run("job", "ls", "--output", "json").out()).path("jobs");
      assertThat(jobs.size()).isGreaterThanOrEqualTo(4);
      String id = jobs.get(0).path("id").asString();
      assertThat(shell.run("job", "details", id).out()).contains("delete_data");
      assertThat(shell.run("job", "cancel", id).err()).contains("cannot be cancelled");
      assertThat(shell.run("job", "ls", "--kind", "copy", "--output", "csv").out())
          .contains(",copy,done,all,");
    }
  }
}
