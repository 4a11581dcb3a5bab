package dev.nightjar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Requests that no client should send: each has an answer, in JSON, that tells nothing of us. */
class HttpAbuseTest {
  @RegisterExtension
  static final RunningServer SERVER = new RunningServer(options -> options.withTrustLocal(false));

  private static final String MULTIPART = "multipart/form-data; boundary=x";

  @AfterEach
  void theServerStillAnswers() {
    assertThat(SERVER.client().rows("SELECT 1")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /v1/build              | POST",
        "PUT    | /v1/build/             | POST",
        "DELETE | /v0/sql                | GET, POST",
        "PATCH  | /v0/variables/x        | DELETE, GET, PUT",
        "POST   | /v1/mirrors            | GET"
      })
  void aPathThatTakesOtherMethods(String method, String path, String methods) {
    Response response = SERVER.client().send(method, path, BodyPublishers.ofString("x"), Map.of());

    assertSound(405, response);
    assertThat(response.error())
        .isEqualTo(method + " does nothing here. This path takes " + methods + ".");
  }

  @Test
  void withoutTrustInThisMachineNobodyIsToldTokensNorMetrics() {
    for (String path : new String[] {"/tokens", "/metrics"}) {
      assertSound(403, SERVER.client().withoutToken().get(path));
    }
    assertThat(SERVER.client().withoutToken().get("/health/ready").body())
        .contains("\"status\":\"ready\"")
        .doesNotContain("failures");
  }

  /** Rights are looked at after the parameters, so anybody's token could fill the heap. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0/datasources",
        "/v1/datasources/x/append",
        "/v0/sql_tables",
        "/v0/tokens",
        "/v0/variables"
      })
  void aFormThatWouldFillTheHeap(String path) {
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    String large = "a&".repeat(1 << 20);
    String many = "a&".repeat(20_000);

    for (String body : new String[] {large, many}) {
      Response response = SERVER.client().send("POST", path, BodyPublishers.ofString(body), form);
      assertSound(413, response);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v0/pipes", "/v0/tokens", "/v0/tags"})
  void aTextThatWouldFillTheHeap(String path) {
    String large = "{\"a\":[" + "[],".repeat(1 << 19) + "[]]}";

    assertSound(413, SERVER.client().post(path, large));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v9/x",
        "/v0/datasources/a/b/c/d",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/v1/builds"
      })
  void aPathThatIsNotThere(String path) {
    assertSound(404, SERVER.client().get(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0/sql?%ff%fe=%c3%28",
        "/v0/sql?q=SELECT%00",
        "/v0/pipes/%00.json",
        "/v0/datasources/..%2f..%2fetc%2fpasswd",
        "/v1/deployments/99999999999999999999999",
        "/v1/deployments/-1",
        "/v0/variables/%F0%9F%92%A9"
      })
  void aQueryThatCannotBeRead(String path) {
    Response response = SERVER.client().get(path);

    assertThat(response.status()).isBetween(400, 499);
    assertSound(response.status(), response);
  }

  static Stream<Arguments> uploads() {
    String part =
        "--x\r\nContent-Disposition: form-data; name=\"data_project://\"; filename=\"%s\"\r\n\r\n%s\r\n";
    String good = part.formatted("a.datasource", Files.plain());
    String end = "--x--\r\n";
    return Stream.of(
        Arguments.of("no boundary", "multipart/form-data", good + end),
        Arguments.of("another boundary", "multipart/form-data; boundary=y", good + end),
        Arguments.of("an empty boundary", "multipart/form-data; boundary=", good + end),
        Arguments.of("no end", MULTIPART, good),
        Arguments.of("cut in a header", MULTIPART, good + "--x\r\nContent-Dispos"),
        Arguments.of("no parts", MULTIPART, end),
        Arguments.of("nothing but noise", MULTIPART, "\0\1\2\377".repeat(1000)),
        Arguments.of("JSON", "application/json", "{\"files\": []}"),
        Arguments.of("a form", "application/x-www-form-urlencoded", "a=b"),
        Arguments.of(
            "a long header", MULTIPART, "--x\r\nX: " + "y".repeat(100_000) + "\r\n\r\nz\r\n" + end),
        Arguments.of(
            "another name of the part", MULTIPART, good.replace("data_project://", "file") + end),
        Arguments.of(
            "a part without a name",
            MULTIPART,
            good.replace("name=\"data_project://\"; ", "") + end),
        Arguments.of(
            "a name that is a path", MULTIPART, part.formatted("../../etc/passwd", "x") + end),
        Arguments.of(
            "a path that leads away",
            MULTIPART,
            part.formatted("../../../a b.datasource", Files.plain()) + end),
        Arguments.of("no name of a file", MULTIPART, part.formatted("", "x") + end),
        Arguments.of(
            "a file without a name", MULTIPART, part.formatted(".datasource", Files.plain()) + end),
        Arguments.of(
            "a NUL in a name", MULTIPART, part.formatted("a\0.datasource", Files.plain()) + end),
        Arguments.of(
            "a file that is not text", MULTIPART, part.formatted("a.datasource", "\377\0") + end));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("uploads")
  void anUploadThatIsNone(String what, String type, String body) {
    Response response =
        SERVER
            .client()
            .send(
                "POST",
                "/v1/deploy?auto_promote=true",
                BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1),
                Map.of("Content-Type", type));

    assertThat(response.status()).as(response.body()).isBetween(200, 499);
    assertSoundText(response.body());
    assertThat(SERVER.client().get("/v0/datasources").json().path("datasources")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/integrations/dynamodb/validate",
        "/v0/pipes/none.json",
        "/v0/variables",
        "/v1/workspaces"
      })
  void jsonThatIsDeepOrNone(String path) {
    for (String body :
        new String[] {
          "[".repeat(100_000),
          "{\"a\":".repeat(50_000),
          "{\"a\": " + "9".repeat(100_000) + "}",
          "{\"a\": \"\\ud800\"}",
          "nul",
          "{"
        }) {
      Response response = SERVER.client().post(path, body);

      assertThat(response.status()).isBetween(400, 499);
      assertSound(response.status(), response);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "CASE WHEN ",
        "SELECT (",
        "f(",
        "-",
        "NOT ",
        "Array(",
        "SELECT * FROM ("
      })
  void sqlThatIsDeep(String piece) {
    assertSound(400, SERVER.client().post("/v0/sql", "SELECT " + piece.repeat(20_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.datasource|SCHEMA >\n    id ~Array(",
        "a.datasource|SCHEMA >\n    id ~Array(~String`~)",
        "a.datasource|SCHEMA >\n    id String `json:$~.a`",
        "a.datasource|SCHEMA >\n    id Int64 DEFAULT ~(1~)",
        "a.datasource|SCHEMA >\n    id String\nENGINE_SORTING_KEY ~f(id~)",
        "a.pipe|NODE n\nSQL >\n    SELECT ~(1~)",
        "a.pipe|NODE n\nSQL >\n    %\n    SELECT {{ ~(1~) }}",
        "a.pipe|NODE n\nSQL >\n    %\n    SELECT ~{% if defined(x) %}1~{% end %}"
      })
  void filesThatAreDeep(String file) {
    String[] nameAndText = file.split("\\|", 2);
    StringBuilder text = new StringBuilder();
    for (String piece : nameAndText[1].split("(?=~)", -1)) {
      boolean repeated = piece.startsWith("~");
      int end = piece.indexOf('(') + 1;
      String again =
          !repeated
              ? ""
              : piece.startsWith("~)")
                  ? ")"
                  : piece.startsWith("~{%")
                      ? piece.substring(1, piece.indexOf("%}") + 2)
                      : piece.substring(1, end > 0 ? end : 3);
      text.append(again.repeat(100_000))
          .append(piece.substring(again.length() + (repeated ? 1 : 0)));
    }

    Response response =
        SERVER
            .client()
            .upload("/v1/deploy?check=true", Map.of(nameAndText[0], text.append("\n").toString()));

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.json().path("result").asString()).isEqualTo("failed");
    assertThat(response.json().path("errors").get(0).path("error").asString())
        .startsWith(nameAndText[0] + ":");
    assertSoundText(response.body());
    assertThat(response.body()).hasSizeLessThan(3_000_000);
  }

  @Test
  void aBodyThatSaysItIsTooLarge() throws IOException {
    String answer =
        raw(
            "POST /v1/build HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + SERVER.server().tokens().workspaceAdminToken()
                + "\r\nContent-Type: "
                + MULTIPART
                + "\r\nContent-Length: 99999999999\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413");
    assertThat(error(answer)).contains("larger than 64 MB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v0/sql?q=%zz&token=TOKEN HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v0/sql?token=TOKEN&q=% HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v0/pipes/%.json?token=TOKEN HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "POST /v0/sql?token=TOKEN HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\na",
        "POST /v0/sql?token=TOKEN HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffff\r\na"
      })
  void whatIsNoRequest(String text) throws IOException {
    String answer = raw(text.replace("TOKEN", SERVER.server().tokens().workspaceAdminToken()));

    assertThat(answer).matches("(?s)HTTP/1.1 [45]\\d\\d .*");
    assertSoundText(answer);
    assertThat(error(answer)).isNotBlank();
  }

  /** Where no line of a request can be seen, the connection ends without a word. */
  @ParameterizedTest
  @ValueSource(
      strings = {"NONSENSE\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n"})
  void whatIsNotEvenHttp(String text) throws IOException {
    assertSoundText(raw(text));
  }

  @Test
  void headersWithoutAnEnd() throws IOException {
    StringBuilder text = new StringBuilder("GET /v0/health HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 2_000; i++) {
      text.append("X-").append(i).append(": ").append("y".repeat(20)).append("\r\n");
    }

    String answer = raw(text + "\r\n");

    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*");
    assertThat(error(answer)).isNotBlank();
  }

  private static void assertSound(int status, Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.contentType()).startsWith("application/json");
    assertThat(response.json().path("error").isString()).as(response.body()).isTrue();
    assertThat(response.error()).isNotBlank();
    assertSoundText(response.body());
  }

  private static void assertSoundText(String text) {
    assertThat(text)
        .doesNotContain("Exception")
        .doesNotContain("\tat ")
        .doesNotContain("dev.nightjar")
        .doesNotContain(SERVER.dataDir().toString());
  }

  private static String error(String answer) {
    String body = answer.substring(answer.indexOf("{"), answer.lastIndexOf("}") + 1);
    return JsonMapper.builder().build().readTree(body).path("error").asString();
  }

  private static String raw(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", SERVER.server().port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      int read = in.read(buffer);
      while (read >= 0 && !answer.toString().contains("}")) {
        answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        read = answer.toString().contains("}") ? -1 : in.read(buffer);
      }
      return answer.toString();
    }
  }
}
