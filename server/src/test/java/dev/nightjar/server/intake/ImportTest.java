package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Rows from outside, as clients send them, and what becomes of them. */
class ImportTest {
  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(
          options -> options.withIntakeLimits(IntakeLimits.STANDARD.withPrivateAddresses(true)));

  private static final String EVENTS =
      """
      SCHEMA >
          `id` String `json:$.id`,
          `n` Int64 `json:$.n`,
          `price` Decimal(38, 10) `json:$.detail.price` DEFAULT 0,
          `at` Nullable(DateTime64(3)) `json:$.at`,
          `tags` Array(String) `json:$.tags[:]` DEFAULT [],
          `counts` Map(String, UInt64) `json:$.counts` DEFAULT map(),
          `detail` Nullable(String) `json:$.detail`,
          `kind` Enum8('a' = 1, 'b' = 2) `json:$.kind` DEFAULT 'a'

      ENGINE MergeTree
      ENGINE_SORTING_KEY id
      """;

  private static final String PLAIN =
      """
      SCHEMA >
          id String,
          day Nullable(Date),
          n Int64 DEFAULT 7

      ENGINE MergeTree
      ENGINE_SORTING_KEY id
      """;

  private static Client client;
  private static WebPages web;

  @BeforeAll
  static void deploy() throws IOException {
    client = SERVER.client();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("events.datasource", EVENTS);
    files.put("people.datasource", PLAIN);
    files.put("people_by_n.datasource", Files.plain());
    files.put(
        "by_n.pipe", Files.materialized("SELECT id, n FROM people WHERE n > 0", "people_by_n"));
    Response built = client.upload("/v1/build", files);
    assertThat(built.json().path("result").asString()).as(built.body()).isEqualTo("success");
    web = WebPages.start();
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @Test
  void eventsGoWhereTheirPathsSayAndNumbersKeepTheirDigits() {
    Response answer =
        client.post(
            "/v0/events?name=events&wait=true",
            """
            {"id":"one","n":1,"detail":{"price":12345678901234567890.1234567891},"at":"2026-01-02T03:04:05.678Z","tags":["x","y"],"counts":{"k":18446744073709551615},"kind":"b"}
            {"id":"two","n":-9223372036854775808}
            """);

    assertThat(answer.json().path("successful_rows").asInt()).as(answer.body()).isEqualTo(2);
    assertThat(answer.json().path("quarantined_rows").asInt()).isZero();
    assertThat(client.rows("SELECT * FROM events WHERE id IN ('one', 'two') ORDER BY id"))
        .isEqualTo(
            """
            one\t1\t12345678901234567890.1234567891\t2026-01-02 03:04:05.678\t['x','y']\t{'k':18446744073709551615}\t{"price":12345678901234567890.1234567891}\tb
            two\t-9223372036854775808\t0\t\\N\t[]\t{}\t\\N\ta\
            """);
  }

  @Test
  void rowsThatDoNotFitGoToTheQuarantineWithTheReasonAndTheRestArrives() {
    Response answer =
        client.post(
            "/v0/events?name=events",
            """
            {"id":"q1","n":1}
            {"id":"q2","n":"many"}
            {"id":"q3"}
            not json at all
            {"id":"q4","n":4,"counts":{"k":-1},"kind":"c"}
            {"id":"q5","n":5,"at":"2026-02-30 00:00:00"}
            [1,2]
            """);

    assertThat(answer.json().path("successful_rows").asInt()).as(answer.body()).isEqualTo(1);
    assertThat(answer.json().path("quarantined_rows").asInt()).isEqualTo(6);
    assertThat(
            client.rows(
                """
                SELECT id, c__error_column, n, c__row FROM events_quarantine
                WHERE id LIKE 'q%' OR c__row IS NOT NULL ORDER BY id, c__row\
                """))
        .isEqualTo(
            """
            q2\t['n']\tmany\t\\N
            q3\t['n']\t\\N\t\\N
            q4\t['counts','kind']\t4\t\\N
            q5\t['at']\t5\t\\N
            \\N\t[]\t\\N\t[1,2]
            \\N\t[]\t\\N\tnot json at all\
            """);
    assertThat(client.rows("SELECT c__error FROM events_quarantine WHERE id = 'q2'"))
        .contains("does not fit the type Int64");
    assertThat(client.rows("SELECT id FROM events WHERE id LIKE 'q%'")).isEqualTo("q1");
  }

  @Test
  void oneEventMayHaveManyLinesAndMayBeCompressed() throws IOException {
    byte[] body = "{\n \"id\": \"lines\",\n \"n\": 1\n}".getBytes(StandardCharsets.UTF_8);
    Response json = send("/v0/events?name=events&format=json", body, Map.of());
    Response gzip =
        send(
            "/v0/events?name=events",
            WebPages.gzip("{\"id\":\"packed\",\"n\":2}\n"),
            Map.of("Content-Encoding", "gzip"));
    Response zstd =
        send(
            "/v0/events?name=events",
            Zstd.compress("{\"id\":\"zstd\",\"n\":3}".getBytes(StandardCharsets.UTF_8)),
            Map.of("Content-Encoding", "zstd"));

    for (Response each : new Response[] {json, gzip, zstd}) {
      assertThat(each.json().path("successful_rows").asInt()).as(each.body()).isEqualTo(1);
    }
    assertThat(client.rows("SELECT sum(n) FROM events WHERE id IN ('lines', 'packed', 'zstd')"))
        .isEqualTo("6");
  }

  @Test
  void theSameEventsSentTwiceAreTwice() {
    for (int i = 0; i < 2; i++) {
      client.post("/v0/events?name=people", "{\"id\":\"twice\",\"n\":3}");
    }

    assertThat(client.rows("SELECT count() FROM people WHERE id = 'twice'")).isEqualTo("2");
    assertThat(client.rows("SELECT count() FROM people_by_n WHERE id = 'twice'")).isEqualTo("2");
  }

  @Test
  void csvIsReadWithAHeaderOrWithoutWithAnyDelimiterAndLineEnd() {
    append("people", "csv", "\ufeffn,id,other\r\n1,\"a, b\",x\r\n\r\n,\"two\nlines\",y\r\n");
    append("people", "csv", "plain;2026-01-02;5\nempty;;6\n");
    JsonNode odd = append("people", "csv", "short,2026-01-02\nfine,2026-01-02,8\nlong,,1,2\n");

    assertThat(
            client.rows(
                """
                SELECT id, day, n FROM people
                WHERE id IN ('a, b', 'two\\nlines', 'plain', 'empty', 'fine') ORDER BY id\
                """))
        .isEqualTo(
            """
            a, b\t\\N\t1
            empty\t\\N\t6
            fine\t2026-01-02\t8
            plain\t2026-01-02\t5
            two\\nlines\t\\N\t7\
            """);
    assertThat(odd.path("successful_rows").asInt()).isEqualTo(1);
    assertThat(odd.path("quarantined_rows").asInt()).isEqualTo(2);
    assertThat(client.rows("SELECT c__error FROM people_quarantine WHERE c__row LIKE 'short%'"))
        .contains("line 1 has 2 fields, not the 3 that were expected");
    JsonNode dialect =
        json(
            client.post(
                "/v0/datasources?name=people&mode=append&format=csv&dialect_delimiter=%7C"
                    + "&dialect_quotechar=%27&dialect_escapechar=%5C&dialect_new_line=%5Cn",
                "'dialect|\\'s'|2026-01-02|4\n"));
    assertThat(dialect.path("successful_rows").asInt()).isEqualTo(1);
    assertThat(client.rows("SELECT id FROM people WHERE id LIKE 'dialect%'"))
        .isEqualTo("dialect|\\'s");
  }

  @Test
  void aFileComesAsAPartOfAnyNameAndParquetAsItIs() throws IOException {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"csv\"; filename=\"../../etc/rows.ndjson\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n{\"id\":\"part\",\"n\":1}\n\r\n--b--\r\n";
    Response multipart =
        send(
            "/v0/datasources?name=people&mode=append",
            part.getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Type", "multipart/form-data; boundary=b"));
    Response broken =
        client.post("/v0/datasources?name=people&mode=append&format=parquet", "PAR1 no PAR1");

    assertThat(multipart.json().path("successful_rows").asInt()).as(multipart.body()).isEqualTo(1);
    assertThat(multipart.json().path("datasource").path("name").asString()).isEqualTo("people");
    assertThat(multipart.json().has("error")).isFalse();
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.error()).startsWith("The Parquet file cannot be read").doesNotContain("/");
    Response whole =
        send(
            "/v0/datasources?name=people&mode=append&format=parquet",
            resource("two-rows.parquet"),
            Map.of());
    assertThat(whole.json().path("successful_rows").asInt()).as(whole.body()).isEqualTo(2);
    assertThat(client.rows("SELECT id, n FROM people WHERE id IN ('0', '1') ORDER BY id"))
        .isEqualTo("0\t7\n1\t7");
  }

  /** Of a packed file clients send the beginning, of Parquet all. */
  @Test
  void aFileIsAnalyzedPackedOrNot() throws IOException {
    byte[] packed = WebPages.gzip(noise());
    Response cut = send("/v0/analyze", Arrays.copyOf(packed, packed.length / 2), Map.of());
    assertThat(cut.json().path("analysis").path("schema").asString())
        .as(cut.body())
        .isEqualTo("`id` String `json:$.id`, `n` Int64 `json:$.n`");

    Response parquet = send("/v0/analyze", resource("two-rows.parquet"), Map.of());
    assertThat(parquet.json().path("analysis").path("schema").asString())
        .as(parquet.body())
        .startsWith("`id` UInt64 `json:$.id`, `s` String `json:$.s`, ")
        .contains("`arr` Array(Int64) `json:$.arr[:]`", "`nu` Nullable(String) `json:$.nu`")
        .contains("`d` Decimal(18,2) `json:$.d`", "`big` UInt64 `json:$.big`");
    assertThat(parquet.json().path("preview").path("rows").asInt()).isEqualTo(2);
    web.put("/people.csv.gz", WebPages.gzip("id,n\na,1\nb,2\n"));
    String url = Client.encode(web.address() + "/people.csv.gz");
    assertThat(client.post("/v0/analyze?url=" + url).body()).contains("`id` String, `n` Int64");

    assertThat(client.post("/v0/analyze", "PAR1 no PAR1").error())
        .startsWith("The Parquet file cannot be read")
        .doesNotContain("/");
    assertThat(send("/v0/analyze", new byte[] {0x1f, (byte) 0x8b, 8, 0}, Map.of()).status())
        .isEqualTo(400);
  }

  /** Lines that do not pack well. */
  private static String noise() {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      lines
          .append("{\"id\":\"")
          .append(random.nextLong())
          .append("\",\"n\":")
          .append(i)
          .append("}\n");
    }
    return lines.toString();
  }

  @Test
  void anAddressIsFetchedInAJobWhoseBlocksTellTheRows() throws IOException {
    web.put("/rows.csv.gz", WebPages.gzip("id,day,n\nfetched,,1\nbad,never,2\n"));
    String url = Client.encode(web.address() + "/rows.csv.gz");

    JsonNode begun = json(client.post("/v1/datasources/people/append?format=csv&url=" + url));
    JsonNode job = ended(begun.path("id").asString());

    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("done");
    assertThat(job.path("kind").asString()).isEqualTo("import");
    JsonNode block = job.path("blocks").get(0).path("process_return").get(0);
    assertThat(block.path("lines").asInt()).isEqualTo(1);
    assertThat(block.path("quarantine").asInt()).isEqualTo(1);
    assertThat(job.path("block_log").isArray()).isTrue();
    Response form =
        client.form(
            "POST",
            "/v0/datasources?name=people&mode=append",
            Map.of("url", web.address() + "/rows.csv.gz"));
    assertThat(form.json().path("successful_rows").asInt()).as(form.body()).isEqualTo(1);
    Response absent =
        client.form(
            "POST",
            "/v0/datasources?name=people&mode=append&format=csv",
            Map.of("url", web.address() + "/absent"));
    assertThat(absent.status()).isEqualTo(400);
    assertThat(absent.error()).contains("HTTP 404");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ImportTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static JsonNode append(String datasource, String format, String rows) {
    return json(
        client.post("/v0/datasources?mode=append&name=" + datasource + "&format=" + format, rows));
  }

  private static JsonNode json(Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json();
  }

  private static JsonNode ended(String job) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> client.get("/v0/jobs/" + job).json(),
            each -> !each.path("status").asString().matches("waiting|working"));
  }

  private static Response send(String path, byte[] body, Map<String, String> headers) {
    return client.send("POST", path, BodyPublishers.ofByteArray(body), headers);
  }
}
