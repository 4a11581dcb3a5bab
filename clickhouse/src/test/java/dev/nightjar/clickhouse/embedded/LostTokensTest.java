package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies between the token and the name of its part, in a table or in the target of
 * its view, as a kill at the engine's {@code rename} leaves it.
 */
@Timeout(60)
class LostTokensTest {
  private static final String REMEMBERS =
      " ORDER BY id SETTINGS non_replicated_deduplication_window = 100";

  @TempDir Path directory;

  @BeforeEach
  void makeTables() {
    EmbeddedEngine.release();
    try (ClickHouse clickHouse = open()) {
      clickHouse.execute("CREATE TABLE t (id Int64) ENGINE = MergeTree" + REMEMBERS);
      clickHouse.execute("CREATE TABLE seen (id Int64) ENGINE = MergeTree" + REMEMBERS);
      clickHouse.execute("CREATE MATERIALIZED VIEW see TO seen AS SELECT id FROM t");
      insert(clickHouse, "first", 1);
      insert(clickHouse, "second", 2);
    }
  }

  @Test
  void whatWasLostGoesInOnceWhenItIsRepeatedAndWhatIsThereNotAgain() throws IOException {
    losePart("t");
    losePart("seen");

    try (ClickHouse clickHouse = open()) {
      insert(clickHouse, "first", 1);
      insert(clickHouse, "second", 2);

      assertThat(ids(clickHouse, "t")).isEqualTo("1,2");
      assertThat(ids(clickHouse, "seen")).isEqualTo("1,2");
    }
  }

  /** The view's rows would be there twice with another token. */
  @Test
  void thePartOfTheTableAloneIsLost() throws IOException {
    losePart("t");

    try (ClickHouse clickHouse = open()) {
      insert(clickHouse, "second", 2);

      assertThat(ids(clickHouse, "t")).isEqualTo("1,2");
      assertThat(ids(clickHouse, "seen")).isEqualTo("1,2");
    }
  }

  /** Without its part the view would never see them. */
  @Test
  void thePartOfTheViewsTargetAloneIsLost() throws IOException {
    losePart("seen");

    try (ClickHouse clickHouse = open()) {
      insert(clickHouse, "second", 2);

      assertThat(ids(clickHouse, "t")).isEqualTo("1,2");
      assertThat(ids(clickHouse, "seen")).isEqualTo("1,2");
    }
  }

  @Test
  void whatWasMergedIsRemembered() throws IOException {
    try (ClickHouse clickHouse = open()) {
      clickHouse.execute("OPTIMIZE TABLE t FINAL");
      clickHouse.execute("OPTIMIZE TABLE seen FINAL");
    }
    assertThat(LostTokens.forget(directory)).isZero();
    try (ClickHouse clickHouse = open()) {
      insert(clickHouse, "first", 1);
      insert(clickHouse, "second", 2);

      assertThat(ids(clickHouse, "t")).isEqualTo("1,2");
      assertThat(ids(clickHouse, "seen")).isEqualTo("1,2");
    }
  }

  @Test
  void anEntryThatWasCutOffWhileItWasWrittenDoesNotKeepTheTableFromOpening() throws IOException {
    Files.writeString(log("t"), "1\tall_3", StandardOpenOption.APPEND);

    try (ClickHouse clickHouse = open()) {
      insert(clickHouse, "second", 2);
      insert(clickHouse, "third", 3);

      assertThat(ids(clickHouse, "t")).isEqualTo("1,2,3");
    }
    assertThat(Files.readString(log("t"))).doesNotContain("all_31").endsWith("\n");
  }

  /** As if it had never been given its name. */
  private void losePart(String table) throws IOException {
    Path lost;
    try (Stream<Path> entries = Files.list(folder(table))) {
      lost =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith("all_2_2_"))
              .findFirst()
              .orElseThrow();
    }
    Files.walkFileTree(
        lost,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path part, IOException failure)
              throws IOException {
            Files.delete(part);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private Path log(String table) throws IOException {
    try (Stream<Path> logs = Files.list(folder(table).resolve("deduplication_logs"))) {
      return logs.findFirst().orElseThrow();
    }
  }

  private Path folder(String table) {
    EmbeddedEngine.release();
    try (ClickHouse clickHouse = open()) {
      return Path.of(
          clickHouse
              .rows(
                  Query.of(
                      "SELECT data_paths[1] AS p FROM system.tables WHERE name = '" + table + "'"))
              .single()
              .string("p"));
    }
  }

  private static void insert(ClickHouse clickHouse, String token, long id) {
    clickHouse.execute(
        Statement.of("INSERT INTO t VALUES (" + id + ")")
            .setting("insert_deduplication_token", token)
            .setting("deduplicate_blocks_in_dependent_materialized_views", "1"));
  }

  private static String ids(ClickHouse clickHouse, String table) {
    return String.join(
        ",",
        clickHouse
            .rows(Query.of("SELECT toString(id) AS id FROM " + table + " ORDER BY id"))
            .list()
            .stream()
            .map(row -> row.string("id"))
            .toList());
  }

  private ClickHouse open() {
    return EmbeddedClickHouse.open(EmbeddedOptions.at(directory).connections(1, 1, 1));
  }
}
