package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody might send who means harm, or has a very broken file. */
class IntakeAttackTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static final int WIDE = 4_990;

  private static Client client;

  @BeforeAll
  static void deploy() {
    client = SERVER.client();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("rows.datasource", Files.plain());
    files.put("other.datasource", Files.plain());
    files.put("wide.datasource", wide());
    files.put("aws.connection", Files.connection());
    files.put("mirror.datasource", Files.mirrored("orders"));
    client.form(
        "POST",
        "/v0/variables",
        Map.of("name", "dynamodb_role_arn_aws", "value", "arn:aws:iam::123456789012:role/x"));
    Response built = client.upload("/v1/build", files);
    assertThat(built.json().path("result").asString()).as(built.body()).isEqualTo("success");
  }

  private static String wide() {
    return IntStream.range(0, WIDE)
        .mapToObj(i -> "    c" + i + " Nullable(Int64)")
        .collect(
            Collectors.joining(
                ",\n",
                "SCHEMA >\n    id String,\n",
                "\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:80/x",
        "http://localhost/x",
        "http://2130706433/x",
        "http://0x7f.1/x",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[64:ff9b::7f00:1]/x",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/x",
        "http://192.168.1.1/x",
        "http://172.16.0.1/x",
        "http://100.64.0.1/x",
        "http://0.0.0.0/x",
        "http://[fd00::1]/x",
        "http://[fe80::1]/x",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "gopher://127.0.0.1/",
        "http://user:secret@example.com/x",
        "http:///x",
        "not an address"
      })
  void nothingIsFetchedThatOnlyTheServerCanReach(String url) {
    Response answer =
        client.form("POST", "/v0/datasources?name=rows&mode=append&format=csv", Map.of("url", url));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error()).doesNotContain("Exception").doesNotContain("root:");
  }

  @Test
  void publicAddressesAreToldFromOthers() throws IOException {
    for (String address :
        List.of(
            "93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808")) {
      assertThat(PublicAddresses.contain(InetAddress.getByName(address))).as(address).isTrue();
    }
    for (String address :
        List.of(
            "192.0.2.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "ff02::1",
            "2002:7f00:1::",
            "64:ff9b:1::808:808",
            "64:ff9b:0:1::808:808",
            "2001:db8::1",
            "::")) {
      assertThat(PublicAddresses.contain(InetAddress.getByName(address))).as(address).isFalse();
    }
  }

  /** Rows may stand for the table's only until its mirror begins, and are not taken away again. */
  @Test
  void whatMirrorsATableIsNotReplacedAndLosesNoRows() {
    List<Response> answers =
        List.of(
            client.post("/v0/datasources?name=mirror&mode=replace&format=ndjson", "{}"),
            client.post("/v1/datasources/mirror/replace?format=ndjson", "{}"),
            client.post("/v0/datasources/mirror/truncate"),
            client.form("POST", "/v0/datasources/mirror/delete", Map.of("delete_condition", "1")));

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(400);
          assertThat(answer.error()).contains("mirrors a DynamoDB table");
        });
  }

  @Test
  void aTokenThatMayAppendToOneDataSourceDoesThatAndNothingElse() {
    String token =
        client
            .post("/v0/tokens?name=appender&scope=DATASOURCES:APPEND:rows")
            .json()
            .path("token")
            .asString();
    Client appender = client.withToken(token);

    assertThat(appender.post("/v0/events?name=rows", "{\"id\":\"t\",\"n\":1}").status())
        .isEqualTo(200);
    String job =
        appender
            .post("/v1/datasources/rows/append?format=ndjson", "{\"id\":\"t\",\"n\":2}")
            .json()
            .path("id")
            .asString();
    assertThat(appender.get("/v0/jobs/" + job).status()).isEqualTo(200);
    List<Response> refused =
        List.of(
            appender.post("/v0/events?name=other", "{\"id\":\"t\",\"n\":1}"),
            appender.post("/v0/events?name=absent", "{\"id\":\"t\",\"n\":1}"),
            appender.post("/v1/datasources/rows/replace?format=ndjson", "{}"),
            appender.post("/v0/datasources/rows/truncate"),
            appender.form("POST", "/v0/datasources/rows/delete", Map.of("delete_condition", "1")),
            appender.get("/v0/jobs"),
            appender.post("/v0/jobs/" + job + "/cancel"),
            client.withoutToken().post("/v0/events?name=rows", "{}"));
    assertThat(refused).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(403));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1) SETTINGS max_threads = 1 --",
        "1); DROP TABLE rows; --",
        "id IN (SELECT name FROM system.tables)",
        "id = file('/etc/passwd')",
        "(SELECT 1)",
        "nothing_of_that_name = 1",
        "n ==== 1",
        "sleepEachRow(3) = 0"
      })
  void aConditionIsAnExpressionOverTheOwnColumns(String condition) {
    for (String path : List.of("/v0/datasources/rows/delete", "/v1/datasources/rows/delete")) {
      Response answer = client.form("POST", path, Map.of("delete_condition", condition));

      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    }
    assertThat(
            client
                .post(
                    "/v1/datasources/rows/replace?format=ndjson&replace_condition="
                        + Client.encode(condition),
                    "{}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aSmallUploadThatUnpacksForEverEnds() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    Response bomb = bytes("/v0/datasources?name=rows&mode=append&format=csv", packed.toByteArray());
    Response cut =
        bytes(
            "/v0/datasources?name=rows&mode=append&format=csv",
            java.util.Arrays.copyOf(packed.toByteArray(), 1000));

    assertThat(bomb.status()).as(bomb.body()).isEqualTo(413);
    assertThat(cut.status()).as(cut.body()).isEqualTo(400);
    assertThat(SERVER.dataDir().resolve("intake")).isEmptyDirectory();
  }

  @Test
  void garbageGoesToTheQuarantineOrIsRefusedAndTheServerGoesOn() {
    byte[] garbage = new byte[50 << 20];
    new Random(1).nextBytes(garbage);
    Response lines = bytes("/v0/events?name=rows", garbage);
    Response csv = bytes("/v0/datasources?name=rows&mode=append&format=csv", garbage);
    Response parquet = bytes("/v0/datasources?name=rows&mode=append&format=parquet", garbage);
    Response latin =
        bytes(
            "/v0/datasources?name=rows&mode=append&format=csv",
            "caf\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(lines.status()).as(lines.body()).isEqualTo(200);
    assertThat(lines.json().path("successful_rows").asInt()).isZero();
    assertThat(lines.json().path("quarantined_rows").asInt()).isGreaterThan(100_000);
    assertThat(csv.status()).as(csv.body()).isEqualTo(400);
    assertThat(parquet.status()).as(parquet.body()).isEqualTo(400);
    assertThat(latin.error()).contains("not UTF-8");
    assertThat(client.post("/v0/events?name=rows", "{\"id\":\"after\",\"n\":1}").status())
        .isEqualTo(200);
  }

  @Test
  void thousandsOfColumnsAreManyButNotTooMany() {
    Response answer =
        client.post(
            "/v0/events?name=wide",
            "{\"id\":\"w\",\"c0\":1,\"c4989\":2}\n{\"id\":\"w\",\"c3000\":\"x\"}");

    assertThat(answer.json().path("successful_rows").asInt()).as(answer.body()).isEqualTo(1);
    assertThat(answer.json().path("quarantined_rows").asInt()).isEqualTo(1);
    assertThat(client.rows("SELECT c0, c4989 FROM wide")).isEqualTo("1\t2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\",\"n\":1",
        "{\"id\":\"\\ud800\",\"n\":\"\\u0000\"}",
        "\"text\"",
        "{\"id\":{\"id\":{}},\"n\":[]}",
        "{\"id\":\"x\",\"n\":1}{\"id\":\"y\",\"n\":2}",
        "{\"id\":\"x\",\"n\":1e999999999}"
      })
  void oddJsonIsQuarantinedByItself(String json) {
    Response answer = client.post("/v0/events?name=other", json + "\n{\"id\":\"ok\",\"n\":0}");

    assertThat(answer.json().path("successful_rows").asInt()).as(answer.body()).isEqualTo(1);
    assertThat(answer.json().path("quarantined_rows").asInt()).isEqualTo(1);
  }

  @Test
  void deepNestingAndWrongParametersAreAnswered() {
    String deep = "{\"id\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"n\":1}";
    assertThat(client.post("/v0/events?name=rows", deep).json().path("quarantined_rows").asInt())
        .isEqualTo(1);
    assertThat(client.post("/v0/events", "{}").status()).isEqualTo(400);
    assertThat(client.post("/v0/events?name=..%2F..%2Fetc", "{}").status()).isEqualTo(404);
    assertThat(client.post("/v0/events?name=rows&format=csv", "a,1").status()).isEqualTo(400);
    assertThat(client.post("/v0/datasources?name=rows&mode=create", "").status()).isEqualTo(400);
    assertThat(client.post("/v0/datasources?name=rows&mode=append&format=xml", "<a/>").error())
        .contains("csv, ndjson or parquet");
    assertThat(
            client
                .post("/v0/datasources?name=rows&mode=append&format=csv&dialect_delimiter=ab", "a")
                .status())
        .isEqualTo(400);
    assertThat(client.post("/v0/events?name=rows", "").json().path("successful_rows").asInt())
        .isZero();
  }

  private static Response bytes(String path, byte[] body) {
    return client.send("POST", path, BodyPublishers.ofByteArray(body), Map.of());
  }
}
