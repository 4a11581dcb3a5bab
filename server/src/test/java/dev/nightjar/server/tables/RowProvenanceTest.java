package dev.nightjar.server.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowProvenanceTest {
  private static final String MIGRATIONS = "dev/nightjar/server/migration";

  @TempDir Path directory;

  @Test
  void ofWhatWasThereBeforeAnythingMayBeTrue() throws IOException {
    String marking = resource(MIGRATIONS + "/V8__provenance_of_before.sql");
    try (StateDatabase state = StateDatabase.open(directory)) {
      state.migrate("server", MIGRATIONS, getClass().getClassLoader());
      state.transaction(db -> {
        db.execute(
            "INSERT INTO workspace (id, name, database_name, main, created_at) VALUES ('w', 'main', 'w_1', 1, 0)");
        for (String file : new String[] {"'DATASOURCE', 'old'", "'PIPE', 'view'"}) {
          db.execute(
              "INSERT INTO resource (workspace_id, kind, name, id, path, content, created_at, updated_at) VALUES ('w', "
                  + file
                  + ", 'id of ' || "
                  + file.split(", ")[1]
                  + ", '', '', 0, 0)");
        }
        return db.createScript(marking).execute();
      });
      RowProvenance rows = new RowProvenance(state);

      assertThat(rows.hasOwnRows("id of old")).isTrue();
      assertThat(rows.hasLostRows("id of old")).isTrue();
      assertThat(rows.hasOwnRows("id of view")).isFalse();
      rows.emptied("id of old");
      assertThat(rows.hasOwnRows("id of old")).isFalse();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RowProvenanceTest.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
