package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opening and closing engines of its own. */
@Timeout(60)
class OpeningTest {
  private static final String LONG = "SELECT sum(sipHash64(number)) FROM numbers(20000000)";

  @TempDir Path directory;

  @BeforeEach
  void makeRoom() {
    EmbeddedEngine.release();
  }

  @Test
  void keepsWhatWasThereWhenItIsOpenedAgain() {
    for (int i = 0; i < 5; i++) {
      try (ClickHouse clickHouse = open(directory)) {
        clickHouse.execute(
            "CREATE TABLE IF NOT EXISTS kept (id Int64) ENGINE = MergeTree ORDER BY id");
        clickHouse.execute("INSERT INTO kept VALUES (" + i + ")");
        assertThat(count(clickHouse, "kept")).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void canOpenAnotherDirectoryAfterOneWasClosed() {
    try (ClickHouse one = open(directory.resolve("one"))) {
      one.execute("CREATE TABLE only_here (id Int64) ENGINE = MergeTree ORDER BY id");
    }
    try (ClickHouse other = open(directory.resolve("other"))) {
      assertThat(
              other
                  .rows(Query.of("SELECT name FROM system.tables WHERE database = 'default'"))
                  .list())
          .isEmpty();
    }
  }

  @Test
  void refusesASecondOneInThisProcess() {
    try (ClickHouse _ = open(directory.resolve("one"))) {
      assertThatThrownBy(() -> open(directory.resolve("other")))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("already opened the embedded ClickHouse at")
          .hasMessageContaining(directory.resolve("one").toString());
    }
  }

  @Test
  void refusesADirectoryThatAnotherProcessUses() throws Exception {
    try (ClickHouse _ = open(directory)) {
      Process other =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-Dnightjar.home=" + System.getProperty("nightjar.home", ""),
                  "-cp",
                  System.getProperty("java.class.path"),
                  SecondProcess.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(other.getInputStream().readAllBytes());

      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(said)
          .contains("The data directory " + directory + " is in use by another process");
    }
  }

  /** Tries to open a directory and says what came of it. */
  static final class SecondProcess {
    private SecondProcess() {}

    public static void main(String[] arguments) {
      try (ClickHouse clickHouse = open(Path.of(arguments[0]))) {
        System.out.println("opened " + clickHouse.version());
      } catch (EngineException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void refusesADirectoryThatCannotBeMade() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> open(file.resolve("data")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("cannot be used");

    open(directory.resolve("data")).close();
  }

  @Test
  void refusesALimitThatClickHouseDoesNotKnow() {
    EmbeddedOptions options =
        EmbeddedOptions.at(directory).userSettings(Map.of("max_execution_tyme", "1"));

    assertThatThrownBy(() -> EmbeddedClickHouse.open(options))
        .hasMessageContaining("max_execution_tyme");

    open(directory).close();
  }

  @Test
  void saysWhatToInstallWhenThereIsNoLibrary() {
    EmbeddedOptions options =
        new EmbeddedOptions(
            directory, 1, 1, 1, 1, Map.of(), Map.of(), Optional.of(Path.of("/nowhere/libchdb.so")));

    assertThatThrownBy(() -> EmbeddedClickHouse.open(options))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "There is no ClickHouse library at /nowhere/libchdb.so. Run `npm ci` in"
                + " clickhouse/engine, or let NIGHTJAR_LIBCHDB name a libchdb.so of version 26.7.3"
                + " or newer.");
  }

  @Test
  void saysSoWhenTheLibraryIsNone() throws IOException {
    Path file = Files.writeString(directory.resolve("libchdb.so"), "no library");
    EmbeddedOptions options =
        new EmbeddedOptions(directory, 1, 1, 1, 1, Map.of(), Map.of(), Optional.of(file));

    assertThatThrownBy(() -> EmbeddedClickHouse.open(options))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("cannot be loaded on this machine");
  }

  @Test
  void leavesTheJvmItsSignals() {
    try (ClickHouse clickHouse = open(directory)) {
      assertThat(count(clickHouse, "numbers(3)")).isEqualTo(3);
      int[] three = {1, 2, 3};
      long sum = 0;
      for (int i = 0; i < 200_000; i++) {
        sum += length(three);
      }

      // Compiled by now, without a test for null: the access itself raises SIGSEGV, which is the
      // JVM's.
      assertThat(sum).isEqualTo(600_000);
      assertThatThrownBy(() -> length(null)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void refusesMoreThanMayWait() throws Exception {
    EmbeddedOptions options = EmbeddedOptions.at(directory).connections(1, 1, 1).waiting(1);
    try (ClickHouse clickHouse = EmbeddedClickHouse.open(options);
        QueryStream running = clickHouse.stream(Query.of("SELECT number FROM system.numbers"))) {
      CompletableFuture<Long> waiting =
          CompletableFuture.supplyAsync(
              () ->
                  clickHouse
                      .rows(Query.builder("SELECT 1 AS n").id("waits").build())
                      .single()
                      .number("n"),
              task -> Thread.ofVirtual().start(task));
      await().until(() -> clickHouse.isRunning("waits"));

      await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
                  .isInstanceOf(UnavailableException.class)
                  .hasMessage("1 reader statements run and 1 wait already: try again later"));

      running.close();
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void closingWaitsForWhatRuns() throws Exception {
    ClickHouse clickHouse = open(directory);
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(
            () -> clickHouse.query(Query.builder(LONG).id("runs").build()).text(),
            task -> Thread.ofVirtual().start(task));
    await().until(() -> clickHouse.isRunning("runs"));

    clickHouse.close();

    assertThat(running.get(10, TimeUnit.SECONDS)).startsWith("[");
    assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("the database is closed");
    clickHouse.close();
  }

  @Test
  void closingEndsOpenStreams() {
    ClickHouse clickHouse = open(directory);
    QueryStream stream = clickHouse.stream(Query.of("SELECT number FROM system.numbers"));

    clickHouse.close();

    assertThatThrownBy(
            () -> {
              while (stream.next().isPresent()) {}
            })
        .hasMessage("the query was closed");
    stream.close();
  }

  private static int length(int[] array) {
    return array.length;
  }

  private static long count(ClickHouse clickHouse, String table) {
    return clickHouse.rows(Query.of("SELECT count() AS n FROM " + table)).single().number("n");
  }

  private static ClickHouse open(Path path) {
    return EmbeddedClickHouse.open(EmbeddedOptions.at(path).connections(1, 1, 1));
  }
}
