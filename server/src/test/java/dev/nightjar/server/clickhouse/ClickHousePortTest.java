package dev.nightjar.server.clickhouse;

import static dev.nightjar.server.clickhouse.PortClient.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.server.clickhouse.PortClient.Answer;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What can be done, and what cannot, with a workspace's token on the port of ClickHouse's clients.
 */
class ClickHousePortTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final PortClient client = PortClient.of(SERVER);

  @BeforeAll
  static void deploy() {
    Map<String, String> files =
        Map.of(
            "plain.datasource",
            Files.plain(),
            "ten.pipe",
            Files.endpoint("SELECT number AS n, toString(number) AS text FROM numbers(10)"),
            "needs.pipe",
            "NODE out\nSQL >\n    %\n    SELECT {{ Int32(must, required=True) }} AS v\nTYPE endpoint\n");
    Response build = SERVER.client().upload("/v1/build", files);
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1|1",
        "SELECT count() FROM plain|0",
        "SELECT max(n) FROM ten|9",
        "SELECT count() FROM main.ten|10",
        "SELECT count() FROM default.plain|0",
        "SELECT `ten`.n FROM `main`.`ten` WHERE main.ten.n = 3|3",
        "SELECT count() FROM ten AS a JOIN default.ten AS b ON a.n = b.n|10",
        "SELECT count() FROM numbers(5) WHERE number IN (SELECT n FROM main.ten)|5",
        "WITH x AS (SELECT n FROM ten) SELECT sum(n) FROM x|45",
        "SELECT currentDatabase(), currentUser()|default\tdefault",
        "SELECT 'main.ten and currentDatabase()'|main.ten and currentDatabase()",
        "SHOW DATABASES|default⏎nightjar⏎tinybird",
        "SHOW TABLES|needs⏎plain⏎ten",
        "SHOW TABLES FROM main LIKE 'p%'|plain",
        "SHOW TABLES NOT LIKE 'p%' LIMIT 1|needs",
        "SHOW FULL TABLES WHERE name = 'ten'|ten\tVIEW",
        "SHOW COLUMNS FROM plain|id\tString\tNO\tPRI SOR\t\\N\t⏎n\tInt64\tNO\t\t\\N\t",
        "DESCRIBE TABLE plain|id\tString\t\t\t\t\t⏎n\tInt64\t\t\t\t\t",
        "DESC main.ten|n\tUInt64\t\t\t\t\t⏎text\tString\t\t\t\t\t",
        "DESCRIBE (SELECT n + 1 AS m FROM ten)|m\tUInt64\t\t\t\t\t",
        "EXISTS TABLE plain|1",
        "EXISTS main.ten|1",
        "EXISTS TABLE absent|0",
        "EXISTS DATABASE system|0",
        "USE main|''",
        "SELECT name, engine FROM system.tables WHERE database = currentDatabase() ORDER BY name|needs\tView⏎plain\tMergeTree⏎ten\tView",
        "SELECT database, table, name, type FROM system.columns WHERE database = 'default'|default\tplain\tid\tString⏎default\tplain\tn\tInt64",
        "SELECT t.name FROM system.tables t JOIN system.databases d ON t.database = d.name WHERE t.name = 'plain'|plain",
        "SELECT name FROM system.databases|default⏎tinybird⏎nightjar",
        "SHOW TABLES FROM nightjar|gaps⏎mirrors⏎shards",
        "SHOW COLUMNS FROM tinybird.jobs_log LIKE 'job%'|job_id\tString\tNO\t\t\\N\t⏎job_metadata\tString\tNO\t\t\\N\t⏎job_type\tLowCardinality(String)\tNO\t\t\\N\t",
        "SELECT database, name, engine FROM system.tables WHERE name = 'mirrors'|nightjar\tmirrors\tView",
        "SELECT name, type, position FROM system.columns WHERE table = 'shards' ORDER BY position LIMIT 2|datasource\tString\t1⏎shard\tString\t2",
        "SELECT DISTINCT table FROM system.columns WHERE database = 'tinybird' ORDER BY table|datasources_ops_log⏎jobs_log⏎pipe_stats⏎pipe_stats_rt",
        "SELECT DISTINCT TABLE_SCHEMA FROM INFORMATION_SCHEMA.COLUMNS WHERE COLUMN_NAME = 'datasource'|nightjar",
        "SELECT count() FROM nightjar.mirrors|0",
        "EXISTS TABLE tinybird.pipe_stats|1",
        "EXISTS TABLE tinybird.none|0",
        "EXISTS DATABASE nightjar|1",
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'default' ORDER BY 1|needs⏎plain⏎ten",
        "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'plain'|id⏎n",
        "SELECT name, readonly FROM system.settings WHERE name IN ('max_threads', 'max_insert_threads') ORDER BY name|max_insert_threads\t1⏎max_threads\t0",
        "SELECT count() FROM system.functions WHERE name = 'plus'|1",
        "SELECT timezone() = timezone(), length(version()) > 3|1\t1"
      })
  void readsTheWorkspaceAsIfItWereAClickHouse(String sql, String result) {
    Answer answer = client.post(sql);

    assertThat(answer.body().stripTrailing()).isEqualTo(result.replace("⏎", "\n").stripTrailing());
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void showsTheDatabaseByTheNameThatWasAskedFor() {
    assertThat(
            client
                .post(
                    "database=main", "SELECT currentDatabase(), name FROM system.databases LIMIT 1")
                .body())
        .isEqualTo("main\tmain\n");
    assertThat(client.post("database=main", "SHOW TABLES FROM default").body())
        .isEqualTo("needs\nplain\nten\n");
  }

  @Test
  void bindsParameters() {
    String sql =
        "SELECT n FROM ten WHERE n = {x:UInt8} AND {s:String} = 'it''s; --' AND n IN {l:Array(UInt8)}";

    assertThat(
            client.post("param_x=3&param_l=%5B3,4%5D&param_s=" + encoded("it's; --"), sql).body())
        .isEqualTo("3\n");
    assertThat(client.post("param_t=plain", "SELECT count() FROM {t:Identifier}").body())
        .isEqualTo("0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO plain VALUES ('a', 1)|164",
        "INSERT INTO plain SELECT 'a', 1|164",
        "CREATE TABLE x (a Int8) ENGINE = Memory|164",
        "CREATE TEMPORARY TABLE x (a Int8)|164",
        "DROP TABLE plain|164",
        "ALTER TABLE plain DELETE WHERE 1|164",
        "TRUNCATE TABLE plain|164",
        "OPTIMIZE TABLE plain|164",
        "SET max_threads = 100|164",
        "SET readonly = 0|164",
        "KILL QUERY WHERE 1|164",
        "SYSTEM RELOAD CONFIG|164",
        "SYSTEM SHUTDOWN|164",
        "BACKUP TABLE plain TO Memory('b')|164",
        "EXPLAIN SELECT file('/etc/passwd')|164",
        "SHOW CREATE TABLE plain|164",
        "SHOW PROCESSLIST|164",
        "SHOW GRANTS|164",
        "GRANT ALL ON *.* TO default|164",
        "SELECT 1 INTO OUTFILE '/tmp/nightjar-stolen'|358",
        "SELECT 1; DROP TABLE plain|62",
        "SELECT file('/etc/passwd')|497",
        "SELECT * FROM file('/etc/passwd', 'LineAsString')|497",
        "DESCRIBE TABLE file('/etc/passwd')|62",
        "DESCRIBE TABLE (SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String'))|497",
        "DESCRIBE (SELECT 1) SETTINGS max_threads = 9|164",
        "SELECT * FROM url('http://127.0.0.1:1/')|497",
        "SELECT * FROM s3('http://127.0.0.1:1/')|497",
        "SELECT * FROM merge('system', '.*')|497",
        "SELECT * FROM remote('127.0.0.1', system.one)|497",
        "SELECT * FROM executable('ls', 'CSV', 'a String')|497",
        "SELECT * FROM system.processes|60",
        "SELECT * FROM system.query_log|60",
        "SELECT * FROM system.parts|60",
        "SELECT * FROM system.`tables`.x|60",
        "SELECT * FROM SYSTEM.TABLES|60",
        "SELECT * FROM __system_tables|60",
        "SELECT * FROM `system.tables`|62",
        "SELECT * FROM '/etc/passwd'|60",
        "SELECT 1 FROM ten WHERE 1 IN system.tables.name|60",
        "SELECT * FROM main.absent|60",
        "SELECT * FROM other.plain|60",
        "SELECT 1 SETTINGS max_execution_time = 600|164",
        "SELECT 1 FORMAT CSV SETTINGS readonly = 0|164",
        "SELECT 1 FORMAT Template|73",
        "SELECT 1 FORMAT Protobuf|73",
        "SELECT getSetting('readonly')|497",
        "SELECT hostName()|497",
        "SELECT sleep(3)|497",
        "SELECT dictGet('x', 'y', 1)|497",
        "SELECT a FROM values('b UInt8, a String ALIAS file(''/etc/passwd'')', 1)|497",
        "SELECT * FROM needs|36",
        "SELECT nosuch FROM system.tables|47",
        "SELECT nosuch FROM system.columns AS c, system.tables AS t|47",
        "WITH system.contributors AS plain SELECT 'x' IN plain|497",
        "SHOW TABLES FROM system|81",
        "USE system|81",
        "SHOW TABLES WHERE name IN (SELECT name FROM system.users)|60",
        "SHOW TABLES LIKE 'a' UNION ALL SELECT 1|62",
        "'SELECT 1\0'|62"
      })
  void refusesEverythingElse(String sql, String code) {
    Answer answer = client.post(sql);

    assertThat(answer.body()).startsWith("Code: " + code + ". DB::Exception: ");
    assertThat(answer.code()).contains(code);
    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.body()).doesNotContain("w_").doesNotContain(SERVER.dataDir().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output_format_json_quote_64bit_integers=1|SELECT toUInt64(1) AS x FORMAT JSONEachRow|{\"x\":\"1\"}",
        "max_threads=1&readonly=1|SELECT 1|1",
        "readonly=2&wait_end_of_query=1&send_progress_in_http_headers=1|SELECT 1|1",
        "max_execution_time=10&session_id=s&session_timeout=5|SELECT 1|1",
        "enable_analyzer=1|SELECT 1|1",
        "extremes=0&final=1|SELECT count() FROM plain|0"
      })
  void takesHarmlessSettings(String parameters, String sql, String result) {
    assertThat(client.post(parameters, sql).body().stripTrailing()).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "readonly=0,164",
    "readonly=3,164",
    "max_execution_time=600,452",
    "max_execution_time=0,452",
    "max_execution_time=-1,452",
    "max_memory_usage=99999999999999,452",
    "max_threads=64,452",
    "log_comment=nightjar-1,452",
    "format_schema=x,452",
    "output_format_schema=x,452",
    "additional_table_filters=x,452",
    "allow_introspection_functions=1,452",
    "enable_analyzer=0,452",
    "allow_experimental_analyzer=0,452",
    "profile=default,115",
    "nosuch=1,115",
    "max_threads%3D1%2Creadonly=0,115",
    "database=system,81",
    "database=information_schema,81",
    "session_id=s&session_check=1,372",
    "query=SELECT+1&query=SELECT+2,36",
    "default_format=Template,73"
  })
  void refusesWhatWidensRights(String parameters, String code) {
    Answer answer = client.post(parameters, "SELECT 1");

    assertThat(answer.body()).startsWith("Code: " + code + ". ");
    assertThat(answer.code()).contains(code);
  }

  @Test
  void aParameterIsNoStructureThatComputes() {
    Answer answer =
        client.post(
            "param_s=" + encoded("b UInt8, a String ALIAS file('/etc/passwd')"),
            "SELECT a FROM values({s:String}, 1)");

    assertThat(answer.code()).contains("497");
  }

  @Test
  void doesNotShowTheQueryOfAPipeInAnError() {
    Answer answer = client.post("SELECT nam FROM (SELECT text AS name FROM ten)");

    assertThat(answer.body())
        .isEqualTo(
            "Code: 47. DB::Exception: Unknown expression identifier `nam`. Maybe you meant:"
                + " ['name']. (UNKNOWN_IDENTIFIER) (version "
                + client.post("SELECT version()").body().strip()
                + ")\n");
  }

  @Test
  void aParameterIsAValueAndNothingElse() {
    assertThat(client.post("param_t=system.processes", "SELECT * FROM {t:Identifier}").code())
        .contains("60");
    assertThat(client.post("param_f=file", "SELECT {f:Identifier}('/etc/passwd')").code())
        .isPresent();
    assertThat(client.post("param_x=" + encoded("1 UNION ALL SELECT 2"), "SELECT {x:UInt8}").code())
        .isPresent();
  }

  @Test
  void streamsALargeResult() {
    Answer answer = client.post("SELECT number FROM numbers(200000) FORMAT JSONEachRow");

    assertThat(answer.body().lines().count()).isEqualTo(200_000);
  }

  @Test
  void theServerTellsOfItself() {
    assertThat(client.post("SELECT count() >= 0 FROM nightjar.mirrors").body()).isEqualTo("1\n");
    assertThat(client.post("SELECT count() >= 0 FROM tinybird.pipe_stats_rt").body())
        .isEqualTo("1\n");
    assertThat(client.post("SELECT * FROM nightjar_service.requests").status()).isNotEqualTo(200);
  }

  @Test
  void aQueryWhoseClientHasLeftIsEnded() throws IOException {
    try (Socket _ =
        client.open("SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 42")) {
      await().until(() -> running().equals("1"));
    }

    await().until(() -> running().equals("0"));
  }

  private static String running() {
    Query query =
        Query.of(
            "SELECT toString(count()) AS n FROM system.processes WHERE query LIKE '%= 42%'"
                + " AND query NOT LIKE '%system.processes%'");
    return SERVER.server().database().rows(query).single().string("n");
  }

  @Test
  @Timeout(120)
  void clientsThatDoNotReadKeepNobodyElseWaiting() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        idle.add(client.open("SELECT number, repeat('x', 100) FROM numbers(1000000000)"));
      }
      assertThat(idle.getFirst().getInputStream().read()).isEqualTo('H');
      assertThat(idle.get(1).getInputStream().read()).isEqualTo('H');

      assertThat(SERVER.client().get("/v0/sql?q=SELECT+1").status()).isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    assertThat(client.post("SELECT 1").body()).isEqualTo("1\n");
  }
}
