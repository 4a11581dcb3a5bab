package dev.nightjar.server.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Copy pipes and materialized views, over rows that come in from outside. */
class CopyTest {
  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-01-01T00:30:00Z"));

  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(options -> options.withClock(new SetClock()));

  private static final Map<String, String> PROJECT = new LinkedHashMap<>();
  private static Client client;

  @BeforeAll
  static void deploy() {
    client = SERVER.client();
    for (String name : new String[] {"source", "appended", "replaced", "hourly", "fed"}) {
      PROJECT.put(name + ".datasource", Files.plain());
    }
    PROJECT.put(
        "some.pipe",
        copy(
            "%\n    SELECT id, n FROM source WHERE n > {{ Int64(least, 0) }}",
            "appended", "append", "@on-demand"));
    PROJECT.put("all.pipe", copy("SELECT n, id FROM source", "replaced", "replace", "@on-demand"));
    PROJECT.put(
        "each_hour.pipe", copy("SELECT id, n FROM source", "hourly", "append", "0 * * * *"));
    build(PROJECT);
    client.post(
        "/v0/events?name=source",
        "{\"id\":\"a\",\"n\":1}\n{\"id\":\"b\",\"n\":2}\n{\"id\":\"c\",\"n\":3}");
  }

  @Test
  void aCopyAddsWhatItsQueryGivesWithItsParameters() {
    Response begun = client.post("/v0/pipes/some/copy?least=1&from=cli");
    JsonNode job = ended(begun.json().path("job").path("job_id").asString());

    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("done");
    assertThat(job.path("kind").asString()).isEqualTo("copy");
    assertThat(job.path("statistics").path("row_count").asInt()).isEqualTo(2);
    assertThat(begun.json().path("tags").path("copy_target_datasource").asString())
        .isEqualTo(client.get("/v0/datasources/appended").json().path("id").asString());
    assertThat(client.rows("SELECT id FROM appended ORDER BY id")).isEqualTo("b\nc");
    assertThat(client.post("/v0/pipes/some/copy?least=many").status()).isEqualTo(400);
    assertThat(client.post("/v0/pipes/absent/copy").status()).isEqualTo(404);
  }

  @Test
  void aReplacingCopyLeavesItsResultAlone() {
    for (int i = 0; i < 2; i++) {
      JsonNode job =
          ended(client.post("/v0/pipes/all/copy").json().path("job").path("id").asString());
      assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("done");
    }

    assertThat(client.rows("SELECT id, n FROM replaced ORDER BY id LIMIT 1")).isEqualTo("a\t1");
    assertThat(client.rows("SELECT count() = (SELECT count() FROM source) FROM replaced"))
        .isEqualTo("1");
  }

  @Test
  void aCopyThatWouldTakeHoursIsCancelledAtOnce() {
    String rows = "(SELECT id, n, arrayJoin(range(200000)) AS x FROM source)";
    Map<String, String> more = new LinkedHashMap<>(PROJECT);
    more.put(
        "endless.pipe",
        copy(
            "SELECT a.id AS id, a.n + toInt64(cityHash64(a.x, b.x) % 7000) AS n FROM "
                + rows
                + " AS a CROSS JOIN "
                + rows
                + " AS b",
            "fed",
            "append",
            "@on-demand"));
    build(more);
    String job = client.post("/v0/pipes/endless/copy").json().path("job").path("id").asString();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(CopyTest::largeFilesAreWritten);

    client.post("/v0/jobs/" + job + "/cancel");

    assertThat(ended(job).path("status").asString()).isEqualTo("cancelled");
    assertThat(client.rows("SELECT count() FROM fed WHERE id = 'a'")).isEqualTo("0");
  }

  @Test
  void aCopyWhoseViewWouldTakeHoursIsCancelledAndSaysThatSomeRowsMayBeThere() {
    Map<String, String> more = new LinkedHashMap<>(PROJECT);
    more.put("viewed.datasource", Files.plain());
    more.put("slow.datasource", Files.plain());
    more.put("filling.pipe", copy("SELECT id, n FROM source", "viewed", "append", "@on-demand"));
    more.put(
        "slowly.pipe",
        Files.materialized(
            "SELECT a.id AS id, toInt64(sum(cityHash64(a.x, b.y) % 7)) AS n FROM"
                + " (SELECT id, arrayJoin(range(1000000)) AS x FROM viewed) AS a CROSS JOIN"
                + " (SELECT arrayJoin(range(1000000)) AS y) AS b GROUP BY id",
            "slow"));
    build(more);
    String job = client.post("/v0/pipes/filling/copy").json().path("job").path("id").asString();
    Query bringing =
        Query.of(
            "SELECT count() AS n FROM system.processes WHERE query LIKE 'INSERT INTO%viewed%nightjar-side%'");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> SERVER.server().database().rows(bringing).single().number("n") > 0);

    client.post("/v0/jobs/" + job + "/cancel");

    JsonNode ended = ended(job);
    assertThat(ended.path("status").asString()).isEqualTo("cancelled");
    assertThat(ended.path("error").asString()).contains("'viewed'", "some of them are there");
    build(PROJECT);
  }

  @Test
  void viewsSeeEachRowAndEachIsCountedThoughTheTableMergesThem() {
    Map<String, String> more = new LinkedHashMap<>(PROJECT);
    more.put(
        "newest.datasource",
        Files.plain().replace("ENGINE MergeTree", "ENGINE ReplacingMergeTree\nENGINE_VER n"));
    more.put("counted.datasource", Files.plain());
    more.put(
        "counts.pipe",
        Files.materialized("SELECT id, toInt64(count()) AS n FROM newest GROUP BY id", "counted"));
    more.put(
        "twice.pipe",
        copy(
            "SELECT id, n FROM source WHERE id IN ('a', 'b') UNION ALL SELECT 'a' AS id, toInt64(9) AS n",
            "newest",
            "replace",
            "@on-demand"));
    build(more);

    JsonNode job =
        ended(client.post("/v0/pipes/twice/copy").json().path("job").path("id").asString());

    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("done");
    assertThat(job.path("statistics").path("row_count").asInt()).isEqualTo(3);
    assertThat(client.rows("SELECT id, n FROM newest FINAL ORDER BY id")).isEqualTo("a\t9\nb\t2");
    assertThat(client.rows("SELECT id, n FROM counted ORDER BY id")).isEqualTo("a\t2\nb\t1");

    more.put("direct.pipe", copy("SELECT id, n FROM source", "counted", "append", "@on-demand"));
    build(more);
    JsonNode refused =
        ended(client.post("/v0/pipes/twice/copy").json().path("job").path("id").asString());
    assertThat(refused.toString()).contains("where the pipe 'direct' copies rows too");
    build(PROJECT);
  }

  @Test
  void aScheduleIsKeptOnceForTimesThatWereMissedAndNotWhilePaused() {
    assertThat(client.rows("SELECT count() FROM hourly")).isEqualTo("0");
    Map<String, String> more = new LinkedHashMap<>(PROJECT);
    // a schedule states no parameters
    more.put(
        "asks.pipe",
        copy(
            "%\n    SELECT id, n FROM source WHERE n > {{ Int64(least, required=True) }}",
            "fed", "append", "0 * * * *"));
    build(more);
    awaitKnown("asks");
    awaitKnown("each_hour");
    NOW.set(Instant.parse("2026-01-01T05:10:00Z"));
    for (String ends : new String[] {"asks=error", "each_hour=done"}) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> ends.replaceAll("=.*", "=") + copies(ends.replaceAll("=.*", "")), ends::equals);
    }
    assertThat(client.rows("SELECT count() > 0 FROM hourly")).isEqualTo("1");
    assertThat(client.get("/v0/jobs?kind=copy").body()).contains("least");
    build(PROJECT);

    assertThat(client.post("/v0/pipes/each_hour/copy/pause").status()).isEqualTo(200);
    NOW.set(Instant.parse("2026-01-01T07:10:00Z"));
    assertThat(client.post("/v0/pipes/each_hour/copy/resume").status()).isEqualTo(200);
    assertThat(copies("each_hour")).isEqualTo("done");
    assertThat(client.post("/v0/pipes/all/copy/pause").status()).isEqualTo(400);

    // what comes under the name of a paused pipe that was deleted is not paused
    assertThat(client.post("/v0/pipes/each_hour/copy/pause").status()).isEqualTo(200);
    Map<String, String> without = new LinkedHashMap<>(PROJECT);
    without.remove("each_hour.pipe");
    build(without);
    build(PROJECT);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          NOW.updateAndGet(time -> time.plus(Duration.ofHours(1)));
          return copies("each_hour").startsWith("donedone");
        });
    assertThat(client.post("/v0/pipes/all/copy/cancel").status()).isEqualTo(409);
  }

  @Test
  void whatIsWrongWithACopyOrAViewIsSaidWithItsPlaceWhenItIsDeployed() {
    Map<String, String> wrong = new LinkedHashMap<>(PROJECT);
    wrong.put("w1.pipe", copy("SELECT id, n AS m FROM source", "fed", "append", "@on-demand"));
    wrong.put(
        "w2.pipe", copy("SELECT id, toString(n) AS n FROM source", "fed", "append", "@on-demand"));
    wrong.put("w3.pipe", copy("SELECT id, n FROM source", "fed", "append", "61 * * * *"));
    wrong.put(
        "w4.pipe", Files.materialized("SELECT id, count() AS n FROM source GROUP BY id", "fed"));

    String errors = client.upload("/v1/build", wrong).json().path("errors").toString();

    assertThat(errors).contains("w3.pipe:5:").contains("The schedule cannot be read");
    wrong.remove("w3.pipe");
    errors = client.upload("/v1/build", wrong).json().path("errors").toString();
    assertThat(errors)
        .contains("w1.pipe:3:5: The query gives a column `m`")
        .contains("w2.pipe:3:5: The column `n` is of the type String")
        .contains("w4.pipe:3:5: The column `n` is of the type UInt64");
  }

  @Test
  void aViewThatIsMadeWhileRowsComeInSeesEachOnce() throws InterruptedException {
    Map<String, String> more = new LinkedHashMap<>(PROJECT);
    more.put("stream.datasource", Files.plain());
    build(more);
    Thread sender =
        Thread.ofVirtual()
            .start(() ->
                IntStream.range(0, 40)
                    .forEach(i ->
                        client.post(
                            "/v0/events?name=stream",
                            IntStream.range(0, 5)
                                .mapToObj(n -> "{\"id\":\"" + i + "-" + n + "\",\"n\":" + n + "}")
                                .collect(Collectors.joining("\n")))));
    more.put("view.pipe", Files.materialized("SELECT id, n FROM stream", "fed"));
    build(more);
    sender.join();

    assertThat(client.rows("SELECT count(), uniqExact(id) FROM stream")).isEqualTo("200\t200");
    assertThat(client.rows("SELECT count(), uniqExact(id) FROM fed")).isEqualTo("200\t200");
  }

  /** Only a copy that is under way writes such files here; they come and go meanwhile. */
  private static boolean largeFilesAreWritten() throws IOException {
    try (Stream<Path> files =
        java.nio.file.Files.walk(SERVER.dataDir().resolve("clickhouse/store"))) {
      return files.anyMatch(
          file -> file.toString().endsWith(".bin") && file.toFile().length() > 200_000);
    }
  }

  /** Until the server has looked at the schedule once. */
  private static void awaitKnown(String pipe) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.post("/v0/pipes/" + pipe + "/copy/resume").status() == 200);
  }

  private static String copies(String pipe) {
    StringBuilder found = new StringBuilder();
    for (JsonNode job : client.get("/v0/jobs?kind=copy").json().path("jobs")) {
      if (job.path("pipe_name").asString().equals(pipe)) {
        found.append(job.path("status").asString());
      }
    }
    return found.toString();
  }

  private static String copy(String sql, String target, String mode, String schedule) {
    return "NODE rows\nSQL >\n    "
        + sql
        + "\nTYPE copy\nCOPY_SCHEDULE "
        + schedule
        + "\nTARGET_DATASOURCE "
        + target
        + "\nCOPY_MODE "
        + mode
        + "\n";
  }

  private static void build(Map<String, String> files) {
    JsonNode built = client.upload("/v1/build", files).json();
    assertThat(built.path("result").asString()).as(built.toString()).isEqualTo("success");
  }

  private static JsonNode ended(String job) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> client.get("/v0/jobs/" + job).json(),
            each -> !each.path("status").asString().matches("waiting|working"));
  }

  /** A clock that a test sets. */
  private static final class SetClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return NOW.get();
    }
  }
}
