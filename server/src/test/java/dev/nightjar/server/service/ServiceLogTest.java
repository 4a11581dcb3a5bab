package dev.nightjar.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.status.ExportProgress;
import dev.nightjar.mirror.status.HealingStatus;
import dev.nightjar.mirror.status.InsertProgress;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.ShardProgress;
import dev.nightjar.mirror.status.StreamProgress;
import dev.nightjar.mirror.status.TrimHorizon;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.Project;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.query.QueryRun;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server remembers, as queries read it. */
@ExtendWith(EmbeddedEngine.class)
class ServiceLogTest {
  private static final Instant NOW = Instant.now().minusSeconds(60);
  private static final Workspace ACME = new Workspace("id-1", "acme", "w_1", true, NOW);
  private static final Workspace OTHER = new Workspace("id-2", "other", "w_2", false, NOW);
  private static final LiveSet LIVE =
      new LiveSet(
          List.of(
              new LiveResource(
                  FileKind.PIPE, "top", "pipe-id", new SourceFile("top.pipe", ""), true, NOW, NOW)),
          Project.empty());

  private ClickHouse clickHouse;
  private String prefix;
  private ServiceLog log;
  private ServiceQueries queries;
  private List<MirrorStatus> mirrors = List.of();
  private List<Gap> gaps = List.of();

  @BeforeEach
  void begin(ClickHouse engine) {
    clickHouse = engine;
    prefix = "t" + UUID.randomUUID().toString().replace("-", "") + "_";
    log = ServiceLog.start(clickHouse, prefix, Clock.systemUTC());
    queries = new ServiceQueries(log, () -> List.of(ACME, OTHER), () -> mirrors, mirror -> gaps);
  }

  @AfterEach
  void end() {
    log.close();
    clickHouse.execute("DROP DATABASE IF EXISTS " + prefix + "nightjar_service SYNC");
  }

  @Test
  void requestsAreReadBackByTheirWorkspace() {
    log.finished(run("id-1", Optional.of("top"), 200, Optional.empty()));
    log.finished(
        run(
            "id-1",
            Optional.empty(),
            400,
            Optional.of(new QueryRun.Failure(47, "no such column"))));
    log.finished(run("id-2", Optional.of("secret_pipe"), 200, Optional.empty()));

    List<Row> rows = awaitRows("tinybird", "pipe_stats_rt", 2);

    Row endpoint = rows.getFirst();
    assertThat(endpoint.string("pipe_id")).isEqualTo("pipe-id");
    assertThat(endpoint.string("pipe_name")).isEqualTo("top");
    assertThat(endpoint.string("url")).isEqualTo("/v0/pipes/top.json?city=a+b%26c&id=1&id=2");
    assertThat(endpoint.string("parameters")).isEqualTo("{'city':'a b&c','id':'1,2'}");
    assertThat(endpoint.string("method")).isEqualTo("GET");
    assertThat(endpoint.string("duration")).isEqualTo("1.5");
    assertThat(endpoint.string("error")).isEqualTo("0");
    assertThat(endpoint.number("read_rows")).isEqualTo(10);
    assertThat(endpoint.number("read_bytes")).isEqualTo(100);
    assertThat(endpoint.number("result_rows")).isEqualTo(3);
    assertThat(endpoint.string("token_name")).isEqualTo("app");
    Row sql = rows.getLast();
    assertThat(sql.string("pipe_id")).isEqualTo("query_api");
    assertThat(sql.string("pipe_name")).isEqualTo("query_api");
    assertThat(sql.string("status_code")).isEqualTo("400");
    assertThat(sql.string("error")).isEqualTo("1");
    assertThat(sql.string("error_message")).isEqualTo("no such column");
  }

  @Test
  void requestsAreSummedUpByTheDay() {
    for (int i = 0; i < 3; i++) {
      log.finished(run("id-1", Optional.of("top"), 200, Optional.empty()));
    }
    // a view makes the sums: they may come after the rows that they are of
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> summedUp().mapToLong(d -> d.number("n")).sum() == 3);

    Row day = summedUp().findFirst().orElseThrow();
    assertThat(day.string("pipe_id")).isEqualTo("pipe-id");
    assertThat(day.number("n")).isEqualTo(3);
    assertThat(day.number("failed")).isZero();
    assertThat(day.string("ms")).isEqualTo("1500");
    assertThat(day.number("read")).isEqualTo(30);
    assertThat(day.string("q")).isEqualTo("[1500,1500,1500]");
  }

  @Test
  void operationsAndTheNewestStateOfJobsAreReadBack() {
    log.add(
        new Operation(
            "id-1",
            Operation.Type.APPEND,
            "t_1",
            "orders",
            NOW,
            Duration.ofMillis(250),
            Optional.empty(),
            Optional.of("job-1"),
            OptionalLong.of(7),
            OptionalLong.of(1),
            Optional.empty(),
            Map.of("source", "body")));
    log.add(job("working", Optional.of(NOW), NOW));
    log.add(job("done", Optional.of(NOW), NOW.plusSeconds(1)));

    Row operation = awaitRows("tinybird", "datasources_ops_log", 1).getFirst();
    assertThat(operation.string("event_type")).isEqualTo("append");
    assertThat(operation.string("datasource_name")).isEqualTo("orders");
    assertThat(operation.string("result")).isEqualTo("ok");
    assertThat(operation.string("elapsed_time")).isEqualTo("0.25");
    assertThat(operation.number("rows")).isEqualTo(7);
    assertThat(operation.number("rows_quarantine")).isEqualTo(1);
    assertThat(operation.string("Options.Names")).isEqualTo("['source']");
    assertThat(operation.string("Options.Values")).isEqualTo("['body']");
    Row job = awaitRows("tinybird", "jobs_log", 1).getFirst();
    assertThat(job.string("job_id")).isEqualTo("job-1");
    assertThat(job.string("status")).isEqualTo("done");
    assertThat(job.string("job_metadata")).isEqualTo("{\"pipe_name\":\"top\"}");
  }

  @Test
  void mirrorsShardsAndGapsAreThoseOfTheMoment() {
    assertThat(rows("nightjar", "mirrors")).isEmpty();
    assertThat(rows("nightjar", "shards")).isEmpty();
    assertThat(rows("nightjar", "gaps")).isEmpty();

    mirrors = List.of(mirror("acme", "it's \\ 'orders'"), mirror("other", "hidden"));
    gaps =
        List.of(
            new Gap(
                "m1",
                1,
                "stream_disabled",
                "gone",
                1,
                NOW,
                false,
                false,
                2,
                Optional.of(2L),
                Optional.empty(),
                Optional.of(NOW)));

    Row mirror = rows("nightjar", "mirrors").getFirst();
    assertThat(rows("nightjar", "mirrors")).hasSize(1);
    assertThat(mirror.string("datasource")).isEqualTo("it's \\ 'orders'");
    assertThat(mirror.string("state")).isEqualTo("LIVE");
    assertThat(mirror.number("lag_ms")).isEqualTo(42);
    Row shard = rows("nightjar", "shards").getFirst();
    assertThat(shard.string("shard")).isEqualTo("shardId-1");
    assertThat(shard.string("alarm")).isEqualTo("ok");
    Row gap = rows("nightjar", "gaps").getFirst();
    assertThat(gap.string("cause")).isEqualTo("stream_disabled");
    assertThat(gap.number("abandoned_batches")).isEqualTo(2);
  }

  @Test
  void whatIsNoSuchTableIsNone() {
    assertThat(queries.query("w_1", LIVE, "tinybird", "requests")).isEmpty();
    assertThat(queries.query("w_1", LIVE, "nightjar", "tokens")).isEmpty();
    assertThat(queries.query("w_1", LIVE, "system", "tables")).isEmpty();
    assertThat(queries.query("w_3", LIVE, "tinybird", "jobs_log")).isEmpty();
  }

  @Test
  void aWorkspaceThatIsForgottenHasNoRowsLeft() {
    log.finished(run("id-1", Optional.of("top"), 200, Optional.empty()));
    log.finished(run("id-2", Optional.of("top"), 200, Optional.empty()));
    awaitRows("tinybird", "pipe_stats_rt", 1);

    log.forget(ACME);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            rows("tinybird", "pipe_stats_rt").isEmpty()
                && rows("tinybird", "pipe_stats").isEmpty());
    assertThat(
            clickHouse
                .rows(
                    Query.of(queries.query("w_2", LIVE, "tinybird", "pipe_stats_rt").orElseThrow()))
                .list())
        .hasSize(1);
  }

  @Test
  void whatIsTooMuchIsDroppedAndCountedAndWhatCouldNotGoInStays() {
    Buffer<QueryRun> buffer = new Buffer<>(ServiceTable.REQUESTS);
    ServiceDatabase database = new ServiceDatabase(clickHouse, prefix + "b_");
    for (int i = 0; i < Buffer.MOST + 3; i++) {
      buffer.add(run("id-1", Optional.empty(), 200, Optional.empty()));
    }
    assertThat(buffer.dropped()).isEqualTo(3);
    assertThat(buffer.waiting()).isEqualTo(Buffer.MOST);

    database.require();
    clickHouse.execute("RENAME TABLE %1$s.requests TO %1$s.away".formatted(database.name()));
    assertThatThrownBy(() -> buffer.flush(database)).isInstanceOf(ClickHouseException.class);
    clickHouse.execute("RENAME TABLE %1$s.away TO %1$s.requests".formatted(database.name()));
    buffer.flush(database);

    assertThat(
            clickHouse
                .rows(Query.of("SELECT count() AS n FROM " + database.name() + ".requests"))
                .list()
                .getFirst()
                .number("n"))
        .isEqualTo(Buffer.MOST);
    assertThat(buffer.waiting()).isZero();
    clickHouse.execute("DROP DATABASE " + database.name() + " SYNC");
  }

  @Test
  void longParametersAreCutBeforeTheyWait() {
    QueryRun run = run("id-1", Optional.of("top"), 200, Optional.empty());
    log.finished(
        new QueryRun(
            run.workspaceId(),
            run.pipe(),
            run.token(),
            run.format(),
            Map.of("q", List.of("x".repeat(1_000_000))),
            run.method(),
            run.path(),
            run.start(),
            run.duration(),
            run.status(),
            run.failure(),
            0,
            0,
            0,
            0,
            false,
            "r"));

    assertThat(awaitRows("tinybird", "pipe_stats_rt", 1).getFirst().string("url").length())
        .isBetween(1900, 2300);
  }

  private Stream<Row> summedUp() {
    String sql =
        "SELECT pipe_id, sum(view_count) AS n, sum(error_count) AS failed,"
            + " avgMerge(avg_duration_state) AS ms, sum(read_rows_sum) AS read,"
            + " quantilesTimingMerge(0.9, 0.95, 0.99)(quantile_timing_state) AS q FROM ("
            + sql("tinybird", "pipe_stats")
            + ") GROUP BY pipe_id";
    return clickHouse.rows(Query.of(sql)).list().stream();
  }

  private List<Row> awaitRows(String schema, String table, int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> rows(schema, table).size() == count);
    return rows(schema, table);
  }

  private List<Row> rows(String schema, String table) {
    return clickHouse.rows(Query.of(sql(schema, table))).list();
  }

  private String sql(String schema, String table) {
    return queries.query("w_1", LIVE, schema, table).orElseThrow();
  }

  private static QueryRun run(
      String workspace, Optional<String> pipe, int status, Optional<QueryRun.Failure> failure) {
    return new QueryRun(
        workspace,
        pipe,
        "app",
        "JSON",
        pipe.isPresent()
            ? new java.util.TreeMap<>(Map.of("city", List.of("a b&c"), "id", List.of("1", "2")))
            : Map.of(),
        "GET",
        pipe.map(name -> "/v0/pipes/" + name + ".json").orElse("/v0/sql"),
        NOW.plusMillis(status),
        Duration.ofMillis(1500),
        status,
        failure,
        10,
        100,
        3,
        60,
        false,
        UUID.randomUUID().toString());
  }

  private static JobState job(String status, Optional<Instant> started, Instant updated) {
    return new JobState(
        "id-1",
        "job-1",
        "copy",
        status,
        Optional.empty(),
        Optional.of("pipe-id"),
        Optional.empty(),
        NOW,
        started,
        updated,
        Map.of("pipe_name", "top"));
  }

  private static MirrorStatus mirror(String workspace, String datasource) {
    return new MirrorStatus(
        "m1",
        datasource,
        workspace,
        "arn:aws:dynamodb:us-east-1:1:table/orders",
        MirrorState.LIVE,
        NOW,
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.of(NOW),
        Optional.empty(),
        new ExportProgress(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty()),
        new StreamProgress(
            Optional.empty(),
            1,
            0,
            0,
            5,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new ShardProgress(
                    "shardId-1",
                    Optional.of(NOW),
                    Optional.empty(),
                    Optional.of(TrimHorizon.of(NOW, NOW)),
                    5)),
            Optional.of(42L)),
        InsertProgress.none(),
        HealingStatus.NONE,
        0,
        Optional.empty(),
        Map.of());
  }
}
