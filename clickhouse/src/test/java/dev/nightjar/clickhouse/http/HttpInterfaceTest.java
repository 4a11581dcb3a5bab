package dev.nightjar.clickhouse.http;

import static dev.nightjar.clickhouse.http.Front.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.http.Front.Answer;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmbeddedEngine.class)
@Timeout(60)
class HttpInterfaceTest {
  @RegisterExtension static final Front FRONT = new Front();

  @Test
  void answersWithClickHousesHeaders() {
    Answer answer = FRONT.get("query=" + encoded("SELECT 1 AS x, 'a\tb' AS y") + "&query_id=mine");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("1\ta\\tb\n");
    assertThat(answer.header("X-ClickHouse-Server-Display-Name")).contains("tested");
    assertThat(answer.header("X-ClickHouse-Query-Id")).contains("mine");
    assertThat(answer.header("X-ClickHouse-Format")).contains("TabSeparated");
    assertThat(answer.header("X-ClickHouse-Timezone")).isPresent();
    assertThat(answer.header("X-ClickHouse-Exception-Tag")).get().asString().matches("[a-z]{16}");
    assertThat(answer.header("X-ClickHouse-Summary"))
        .get()
        .asString()
        .contains("\"read_rows\":\"1\"");
    assertThat(answer.header("Content-Type")).contains("text/tab-separated-values; charset=UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%0d%0aX-Evil:1", "%C3%A9", "a%00", "%09"})
  void refusesAQueryIdThatNoHeaderHolds(String id) {
    Answer answer = FRONT.get("query=SELECT+1&query_id=" + id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).startsWith("Code: 36. ").contains("printable ASCII");
    assertThat(answer.header("X-Evil")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query=SELECT%201||1",
        "|SELECT 1|1",
        "query=SELECT|1|1",
        "query=SELECT%201%20AS%20x&default_format=JSONEachRow||{\"x\":1}",
        "default_format=JSONEachRow|SELECT 1 AS x FORMAT CSV|1",
        "|SELECT 1 AS x FORMAT CSV SETTINGS max_threads = 1;|1",
        "|SELECT getSetting('max_threads') SETTINGS max_threads = 3|3",
        "max_threads=3|SELECT getSetting('max_threads')|3",
        "param_x=5&param_y=a'b|SELECT {x:UInt8} + 1, {y:String} = 'a''b'|6\t1",
        "database=system|SELECT currentDatabase()|system",
        "|/* one */ SELECT 1 -- two ;|1",
        "|WITH 1 AS x SELECT x;;|1",
        "|SHOW DATABASES LIKE 'system'|system",
        "|DESCRIBE (SELECT 1 AS x)|x\tUInt8\t\t\t\t\t",
        "|SELECT format FROM (SELECT 7 AS format)|7",
        "query=SELECT%20'%C3%A9'||é"
      })
  void understandsStatementsHoweverTheyCome(String parameters, String body, String result) {
    Answer answer = FRONT.post(parameters == null ? "" : parameters, body == null ? "" : body);

    assertThat(answer.body().stripTrailing()).isEqualTo(result.stripTrailing());
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|SELEC 1 FROM|400|62|SYNTAX_ERROR",
        "|SELECT * FROM absent|404|60|UNKNOWN_TABLE",
        "|SELECT 1; SELECT 2|400|62|Multi-statements",
        "|SELECT throwIf(1)|500|395|FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
        "|SELECT 1 FORMAT Nosuch|404|73|UNKNOWN_FORMAT",
        "|SELECT 1 INTO OUTFILE '/tmp/x'|500|358|INTO_OUTFILE_NOT_ALLOWED",
        "|INSERT INTO t FROM INFILE '/etc/passwd' FORMAT LineAsString|404|78|send the rows",
        "|SELECT {x:UInt8}|500|456|UNKNOWN_QUERY_PARAMETER",
        "absent_setting=1|SELECT 1|404|115|UNKNOWN_SETTING",
        "a-b=1|SELECT 1|404|115|UNKNOWN_SETTING",
        "max_execution_time=1|SELECT sum(sipHash64(number)) FROM numbers(100000000000)|408|159|TIMEOUT_EXCEEDED",
        "query=SELECT%201&query=SELECT%202||400|36|more than once",
        "database=absent|SELECT 1|404|81|UNKNOWN_DATABASE",
        "session_id=s&session_timeout=never|SELECT 1|500|374|INVALID_SESSION_TIMEOUT",
        "||400|62|Empty query"
      })
  void tellsErrorsAsClickHouseDoes(
      String parameters, String body, int status, String code, String text) {
    Answer answer = FRONT.post(parameters == null ? "" : parameters, body == null ? "" : body);

    assertThat(answer.body())
        .startsWith("Code: " + code + ". DB::Exception: ")
        .contains(text)
        .contains("(version ");
    assertThat(answer.header("X-ClickHouse-Exception-Code")).contains(code);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void aGetChangesNothing(TestDatabase database) {
    database.execute("CREATE TABLE kept (id Int64) ENGINE = MergeTree ORDER BY id");
    String in = "&database=" + database.name();

    Answer drop = FRONT.get("query=" + encoded("DROP TABLE kept") + in);
    Answer insert = FRONT.get("query=" + encoded("INSERT INTO kept SELECT 1") + in + "&readonly=0");

    assertThat(drop.body()).contains("(READONLY)");
    assertThat(insert.body()).contains("(READONLY)");
    assertThat(database.text("SELECT count() FROM kept")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1, 'a'), (1 + 1, concat('b', '')) ;",
        "INSERT INTO t (id, text) FORMAT JSONEachRow\n{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}",
        "insert into `t` format TSV\n1\ta\n2\tb\n",
        "INSERT INTO t SETTINGS async_insert = 0 FORMAT CSV\r\n1,a\r\n2,b\r\n",
        "INSERT INTO TABLE FUNCTION remote('x') -- not what it seems\n SELECT 1",
        "INSERT INTO t (id, text) SELECT number + 1, char(97 + number) FROM numbers(2)",
        "/* c */ INSERT INTO t /* VALUES */ (text, id) VALUES ('a', 1), ('b', 2)"
      })
  void insertsRowsFromTheBody(String statement, TestDatabase database) {
    database.execute(
        "CREATE OR REPLACE TABLE t (id Int64, text String) ENGINE = MergeTree ORDER BY id");

    Answer answer = FRONT.post("database=" + database.name(), statement);

    if (statement.contains("remote")) {
      assertThat(answer.status()).isNotEqualTo(200);
    } else {
      assertThat(answer.body()).isEmpty();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(database.text("SELECT * FROM t ORDER BY id")).isEqualTo("1\ta\n2\tb");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Native", "RowBinary", "RowBinaryWithNamesAndTypes", "Parquet"})
  void whatWasReadInABinaryFormatCanBeInserted(String format, TestDatabase database) {
    database.execute(
        "CREATE OR REPLACE TABLE b (number UInt64, s Nullable(String)) ENGINE = Memory");
    byte[] rows =
        FRONT
            .post(
                "SELECT number, toNullable(toString(number)) AS s FROM numbers(100000) FORMAT "
                    + format)
            .bytes();
    String statement = "INSERT INTO " + database.name() + ".b FORMAT " + format;

    Answer apart =
        FRONT.send(
            "POST",
            "query=" + encoded(statement),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(rows)),
            Map.of());
    Answer together =
        FRONT.send(
            "POST", "", BodyPublishers.ofByteArray(joined(statement + "\n", rows)), Map.of());

    assertThat(apart.body() + together.body()).isEmpty();
    assertThat(apart.header("X-ClickHouse-Summary"))
        .get()
        .asString()
        .contains("\"written_rows\":\"100000\"");
    assertThat(database.text("SELECT count(), uniqExact(number), sum(toUInt64(s)) FROM b"))
        .isEqualTo("200000\t100000\t9999900000");
  }

  @Test
  void aBrokenRowFailsTheInsert(TestDatabase database) {
    database.execute("CREATE TABLE strict (id Int64) ENGINE = MergeTree ORDER BY id");

    Answer answer =
        FRONT.post(
            "query=INSERT+INTO+strict+FORMAT+CSV&database=" + database.name(), "1\nnot a number\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).startsWith("Code: 117.").contains("at row 2");
    assertThat(database.text("SELECT count() FROM strict")).isEqualTo("0");
  }

  @Test
  void anErrorAfterTheFirstMegabyteIsToldAtTheEndAndBreaksTheAnswer() throws IOException {
    String sql = "SELECT number, throwIf(number = 3000000) FROM numbers(10000000)";

    String answer = FRONT.raw("GET /?max_block_size=1000&query=" + encoded(sql));

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    Matcher tag = Pattern.compile("X-ClickHouse-Exception-Tag: ([a-z]{16})\r\n").matcher(answer);
    assertThat(tag.find()).isTrue();
    String end = answer.substring(answer.length() - 1_000);
    assertThat(end)
        .containsPattern("__exception__\r\n" + tag.group(1) + "\r\nCode: 395\\. DB::Exception: ")
        .containsPattern("\n\\d+ " + tag.group(1) + "\r\n__exception__\r\n");
    assertThat(end).as("the last chunk never came").doesNotEndWith("0\r\n\r\n");
  }

  @Test
  void takesAQueryStringAsCurlSendsIt() throws IOException {
    String line = "GET /?query=SELECT+{x:Array(UInt8)},\"a\"+FROM(SELECT+1+AS+a)&param_x=[1,2]";

    assertThat(FRONT.rawUntil("\r\n\r\n[1,2]\t1\n", line)).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void withWaitEndOfQueryAnyErrorIsAProperAnswer() {
    String sql = "SELECT number, throwIf(number = 3000000) FROM numbers(10000000)";

    Answer failed = FRONT.post("wait_end_of_query=1&max_block_size=1000", sql);
    Answer whole =
        FRONT.post("wait_end_of_query=1", "SELECT number FROM numbers(1000000) FORMAT RowBinary");

    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.body()).startsWith("Code: 395.");
    assertThat(whole.bytes()).hasSize(8_000_000);
    assertThat(whole.header("X-ClickHouse-Summary"))
        .get()
        .asString()
        .contains("\"result_rows\":\"1000000\"");
  }

  @Test
  void aClientThatGoesAwayEndsItsQuery(ClickHouse clickHouse) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(FRONT.uri("query=SELECT+number+AS+leaving+FROM+system.numbers"))
            .header("X-ClickHouse-Key", Front.PASSWORD)
            .build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    assertThat(response.body().readNBytes(1_000)).hasSize(1_000);
    assertThat(leaving(clickHouse)).isEqualTo(1);

    response.body().close();

    await().until(() -> leaving(clickHouse) == 0);
  }

  private static long leaving(ClickHouse clickHouse) {
    return clickHouse
        .rows(
            Query.of(
                "SELECT count() AS n FROM system.processes WHERE query LIKE '%leaving%'"
                    + " AND query NOT LIKE '%processes%'"))
        .single()
        .number("n");
  }

  @Test
  void asksForThePassword() {
    String basic =
        Base64.getEncoder()
            .encodeToString(("default:" + Front.PASSWORD).getBytes(StandardCharsets.UTF_8));

    assertThat(
            FRONT
                .send(
                    "GET",
                    "query=SELECT+1",
                    BodyPublishers.noBody(),
                    Map.of("Authorization", "Basic " + basic))
                .body())
        .isEqualTo("1\n");
    assertThat(FRONT.get("query=SELECT+1&user=default&password=" + encoded(Front.PASSWORD)).body())
        .isEqualTo("1\n");
    for (Answer wrong :
        new Answer[] {
          FRONT.send("GET", "query=SELECT+1", BodyPublishers.noBody(), Map.of("Key", "wrong")),
          FRONT.get("query=SELECT+1&user=other&password=" + encoded(Front.PASSWORD)),
          FRONT.get("query=SELECT+1&password="),
          FRONT.send(
              "GET",
              "query=SELECT+1",
              BodyPublishers.noBody(),
              Map.of("Authorization", "Bearer " + basic))
        }) {
      assertThat(wrong.status()).isEqualTo(403);
      assertThat(wrong.body()).startsWith("Code: 516.").contains("AUTHENTICATION_FAILED");
      assertThat(wrong.body()).doesNotContain(Front.PASSWORD);
    }
  }

  @Test
  void readsAForm() {
    String form =
        "--X\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\nSELECT {y:String}\r\n"
            + "--X\r\nContent-Disposition: form-data; name=\"param_y\"\r\n\r\na'b\r\n--X--\r\n";
    String file =
        "--X\r\nContent-Disposition: form-data; name=\"t\"; filename=\"t.tsv\"\r\n\r\n1\r\n--X--\r\n";
    Map<String, String> type = Map.of("Content-Type", "multipart/form-data; boundary=X");

    assertThat(
            FRONT.send("POST", "default_format=TSVRaw", BodyPublishers.ofString(form), type).body())
        .isEqualTo("a'b\n");
    assertThat(FRONT.send("POST", "query=SELECT+1", BodyPublishers.ofString(file), type).body())
        .startsWith("Code: 48.")
        .contains("External data ('t') is not supported");
  }

  private static byte[] joined(String text, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(bytes);
    return out.toByteArray();
  }
}
