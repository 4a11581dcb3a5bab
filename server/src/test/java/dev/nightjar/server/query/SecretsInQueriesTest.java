package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A secret that the nodes of pipes use is told to nobody, administrators among them. */
class SecretsInQueriesTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static final String VALUE = "s3'cret\\val,Zebra";

  private final Client client = SERVER.client();

  @BeforeAll
  static void deploy() {
    Client client = SERVER.client();
    client.form("POST", "/v0/variables", Map.of("name", "salt", "value", VALUE));
    client.form("POST", "/v0/variables", Map.of("name", "pin", "value", "73"));
    Map<String, String> files = new LinkedHashMap<>();
    files.put("copied.datasource", Files.plain());
    // the secret itself, and what is made of it
    files.put("bare.pipe", pipe("{{ tb_secret('salt') }}", ""));
    files.put("joined.pipe", pipe("concat({{ tb_secret('salt') }}, 'x')", ""));
    files.put("split.pipe", pipe("{{ tb_secret('salt').split(',') }}", ""));
    files.put("upper.pipe", pipe("concat({{ tb_secret('salt').upper() }}, 'x')", ""));
    files.put(
        "set.pipe",
        pipe("concat({{ last }}, 'x')", "")
            .replace("%\n", "%\n    {% set last = tb_secret('salt').split(',')[1] %}\n"));
    files.put(
        "looped.pipe",
        pipe(
            "1 AS n{% for c in split_to_array(tb_secret('salt')) %}, concat({{ c }}, 'x'){% end %}",
            ""));
    files.put(
        "counted.pipe", pipe("plus(number, {{ int(tb_secret('pin')) }}) FROM numbers(1)", ""));
    files.put(
        "hashed.pipe",
        pipe(
            "number AS id, cityHash64(concat(toString(number), {{ tb_secret('salt') }})) FROM numbers(1)",
            ""));
    files.put("typed.pipe", pipe("{{ Int32(tb_secret('salt')) }} AS n", ""));
    files.put("refused.pipe", pipe("{{ error(tb_secret('salt')) }} AS n", ""));
    files.put("number.pipe", pipe("toInt32({{ tb_secret('salt') }}) AS n", ""));
    files.put("thrown.pipe", pipe("throwIf(1, {{ tb_secret('salt') }}) AS n", ""));
    files.put("type.pipe", pipe("CAST(1, {{ tb_secret('salt') }}) AS n", ""));
    files.put("unknown.pipe", pipe("nothing({{ tb_secret('salt') }}) AS n", ""));
    files.put("argument.pipe", pipe("plus({{ tb_secret('salt') }}, 1, 2) AS n", ""));
    files.put("named.pipe", pipe("length({{ tb_secret('salt') }}) AS n", ""));
    files.put(
        "copying.pipe",
        pipe(
            "'a' AS id, toInt64(concat({{ tb_secret('salt') }}, toString(rand()))) AS n",
            "TYPE copy\nTARGET_DATASOURCE copied\n"));
    Response built = client.upload("/v1/build", files);
    assertThat(built.json().path("result").asString()).as(built.body()).isEqualTo("success");
  }

  private static String pipe(String column, String type) {
    return "NODE out\nSQL >\n    %\n    SELECT "
        + column
        + "\n"
        + (type.isEmpty() ? "TYPE endpoint\n" : type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare", "joined", "split", "upper", "set", "looped", "counted", "hashed"})
  void aColumnThatWouldBeNamedAfterItIsRefused(String pipe) {
    for (Response answer :
        new Response[] {
          client.get("/v0/pipes/" + pipe + ".json"),
          client.get("/v0/pipes/" + pipe + ".csv"),
          client.post("/v0/sql", "SELECT * FROM " + pipe),
          client.post("/v0/sql", "SELECT * FROM (SELECT * FROM " + pipe + ")"),
          client.post("/v0/sql", "SELECT formatRow('JSONEachRow', *) AS r FROM " + pipe),
          client.post("/v0/sql", "SELECT count(COLUMNS('cret')) AS r FROM " + pipe)
        }) {
      requireUntold(answer);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).contains("Name it: … AS name");
    }
    requireUntold(client.post("/v0/sql", "SELECT nothing_like_it FROM " + pipe));
    requireUntold(client.get("/v0/pipes/openapi.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "thrown", "type", "unknown", "argument", "typed", "refused"})
  void anErrorDoesNotQuoteIt(String pipe) {
    Response answer = client.get("/v0/pipes/" + pipe + ".json");

    requireUntold(answer);
    assertThat(answer.status()).isEqualTo(400);
    requireUntold(client.post("/v0/sql", "SELECT n + 1 FROM " + pipe));
  }

  @Test
  void whereItIsUsedAndNotShownThePipeIsAnswered() {
    assertThat(client.get("/v0/pipes/named.json").json().at("/data/0/n").asInt())
        .isEqualTo(VALUE.length());
  }

  @Test
  void aCopyThatFailsDoesNotQuoteItEither() {
    Response begun = client.post("/v0/pipes/copying/copy", "");
    requireUntold(begun);
    String job = begun.json().at("/job/job_id").asString("");
    JsonNode ended =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> client.get("/v0/jobs/" + job).json(),
                json -> json.path("status").asString("").equals("error"));
    assertThat(ended.toString())
        .contains("may quote a secret")
        .doesNotContain("s3'", "s3\\", "cret\\");
  }

  private static void requireUntold(Response answer) {
    assertThat(answer.body())
        .doesNotContainIgnoringCase("s3'", "s3\\", "cret\\", "s3%", "zebra")
        .doesNotContainPattern("(?<![.\\w])73\\b");
  }
}
