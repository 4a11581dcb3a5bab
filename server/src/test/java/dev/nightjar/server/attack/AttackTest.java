package dev.nightjar.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clickhouse.PortClient;
import dev.nightjar.server.clickhouse.PortClient.Answer;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attempts of {@code attacks.txt}, in SQL over HTTP and on the port of ClickHouse's clients.
 */
class AttackTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static Targets targets;

  @BeforeAll
  static void prepare() {
    targets = Targets.in(SERVER);
  }

  /** An attempt, and what must come of it. */
  record Attack(String outcome, String sql) {
    @Override
    public String toString() {
      return sql + " => " + outcome;
    }
  }

  static List<Attack> attacks() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(AttackTest.class.getResourceAsStream("attacks.txt"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(AttackTest::attack)
          .toList();
    }
  }

  private static Attack attack(String line) {
    int bar = line.indexOf('|');
    return new Attack(line.substring(0, bar).strip(), unfolded(line.substring(bar + 1).strip()));
  }

  private static String unfolded(String text) {
    return text.replace('⏎', '\n').replace('⇥', '\t');
  }

  @Test
  void thereAreAtLeastTwoHundred() throws IOException {
    assertThat(attacks()).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void seesNothingInSql(Attack attack) {
    attempt(attack, AttackTest::overHttp, List.of("orders", "by_pin"));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void seesNothingOnThePortOfClickHousesClients(Attack attack) {
    attempt(attack, AttackTest::overThePort, List.of("by_pin"));
  }

  /** Runs SQL for somebody; the rows, or nothing. */
  private interface Way {
    Optional<String> run(Client client, String sql);
  }

  private static Optional<String> overHttp(Client client, String sql) {
    boolean hasFormat = sql.toUpperCase(Locale.ROOT).contains("FORMAT ");
    Response response = client.post("/v0/sql", hasFormat ? sql : sql + "\nFORMAT TSV");
    targets.assertTellsNothing(response.body());
    return Targets.rows(response);
  }

  private static Optional<String> overThePort(Client client, String sql) {
    PortClient port = targets.port(client);
    Answer answer = port.post(sql);
    targets.assertTellsNothing(answer.body());
    return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  private static void attempt(Attack attack, Way way, List<String> tables) {
    if (attack.outcome().equals("refused")) {
      assertThat(way.run(targets.holder(), attack.sql())).isEmpty();
    } else if (attack.outcome().equals("same")) {
      same(attack.sql(), way, tables);
    } else {
      assertThat(way.run(targets.holder(), attack.sql()))
          .contains(unfolded(attack.outcome().substring("rows ".length())));
    }
  }

  private static void same(String sql, Way way, List<String> tables) {
    if (sql.contains("T_FINAL")) {
      compare(
          sql.replaceAll("T_FINAL AS (\\w+)", "items AS $1 FINAL")
              .replace("T_FINAL", "items FINAL"),
          sql.replace("T_FINAL", "items_final"),
          way);
      return;
    }
    for (String table : tables) {
      compare(sql.replaceAll("\\bT\\b", table), sql.replaceAll("\\bT\\b", table + "_copy"), way);
    }
  }

  private static void compare(String hiding, String copied, Way way) {
    assertThat(way.run(targets.holder(), hiding).map(AttackTest::sorted))
        .as(hiding)
        .isEqualTo(way.run(targets.admin(), copied).map(AttackTest::sorted));
  }

  private static List<String> sorted(String rows) {
    return rows.lines().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM NAME",
        "SELECT nosuch FROM NAME",
        "SELECT secret FROM NAME LIMIT 0",
        "SELECT count() FROM NAME FINAL",
        "SELECT 1 IN NAME",
        "SELECT 1 FROM default.NAME",
        "SELECT NAME.id FROM orders",
        "SELECT * FROM orders, NAME",
        "SELECT id FROM orders AS NAME ORDER BY id LIMIT 1",
        "WITH NAME AS (SELECT 1 AS a) SELECT a FROM NAME",
        "WITH NAME AS (SELECT 1 AS a) SELECT nosuch FROM NAME",
        "WITH NAME AS (SELECT * FROM NAME) SELECT nosuch FROM NAME",
        "SELECT nosuch FROM NAME WHERE 1 IN (WITH NAME AS (SELECT 1) SELECT * FROM NAME)"
      })
  void whatIsForbiddenIsLikeWhatIsAbsent(String sql) {
    Client holder = targets.holder();
    PortClient port = targets.port(holder);
    for (String name : List.of("hidden", "private", "orders_copy", "hidden_quarantine")) {
      assertThat(told(holder.post("/v0/sql", sql.replace("NAME", name) + " FORMAT TSV"), name))
          .isEqualTo(
              told(
                  holder.post("/v0/sql", sql.replace("NAME", "absent") + " FORMAT TSV"), "absent"));
      assertThat(port.post(sql.replace("NAME", name)).body().replace(name, "NAME"))
          .isEqualTo(port.post(sql.replace("NAME", "absent")).body().replace("absent", "NAME"));
    }
  }

  private static String told(Response response, String name) {
    return response.status() + " " + response.body().replace(name, "NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DESCRIBE TABLE NAME",
        "EXISTS TABLE NAME",
        "EXISTS VIEW NAME",
        "SHOW COLUMNS FROM NAME",
        "SHOW TABLES LIKE 'NAME'",
        "SELECT * FROM system.tables WHERE name = 'NAME'",
        "SELECT * FROM system.columns WHERE table = 'NAME'",
        "SELECT * FROM information_schema.tables WHERE table_name = 'NAME'",
        "SELECT * FROM information_schema.columns WHERE table_name = 'NAME'"
      })
  void clientsOfThePortDoNotFindItEither(String sql) {
    PortClient port = targets.port(targets.holder());
    for (String name : List.of("hidden", "private", "orders_copy")) {
      assertThat(port.post(sql.replace("NAME", name)).body().replace(name, "NAME"))
          .isEqualTo(port.post(sql.replace("NAME", "absent")).body().replace("absent", "NAME"));
    }
  }

  @Test
  void clientsOfThePortSeeTheirTablesAndNoSizesBehindAFilter() {
    PortClient port = targets.port(targets.holder());

    assertThat(port.post("SHOW TABLES").body())
        .isEqualTo("acme\nby_pin\nitems\nmine\norders\npick\n");
    assertThat(
            port.post(
                    "SELECT name, total_rows, total_bytes > 0 FROM system.tables WHERE engine != 'View' ORDER BY name")
                .body())
        .isEqualTo("by_pin\t\\N\t\\N\nitems\t\\N\t\\N\nmine\t100\t1\norders\t\\N\t\\N\n");
    assertThat(port.post("SELECT value FROM system.settings WHERE name LIKE '%filters%'").body())
        .doesNotContain("acme");
    targets.assertTellsNothing(port.post("SELECT name, value FROM system.settings").body());
    targets.assertTellsNothing(port.post("SELECT * FROM system.tables").body());
    assertThat(port.post("SHOW DATABASES").body()).isEqualTo("default\n");
    assertThat(port.post("SHOW TABLES FROM nightjar").body()).contains("UNKNOWN_DATABASE");
    assertThat(port.post("EXISTS TABLE tinybird.jobs_log").body()).isEqualTo("0\n");
    assertThat(port.post("DESCRIBE TABLE tinybird.jobs_log").body()).contains("UNKNOWN_DATABASE");
    assertThat(
            port.post("WITH ((x, y) -> 1) AS equals SELECT DISTINCT database FROM system.tables")
                .body())
        .isEqualTo("default\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transform_null_in=1",
        "session_timezone=Asia%2FTokyo",
        "final=1",
        "limit=1",
        "additional_table_filters=%7B%7D",
        "additional_result_filter=1",
        "query_plan_enable_optimizations=1",
        "use_query_cache=1",
        "enable_analyzer=0",
        "readonly=0"
      })
  void settingsThatGiveAFilterAnotherMeaningAreRefused(String setting) {
    assertThat(targets.port(targets.holder()).post(setting, "SELECT count() FROM orders").code())
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c=secret",
        "c=wide",
        "c=_part",
        "c=_partition_id",
        "c=orders.secret",
        "c=*",
        "c=file('/etc/passwd')",
        "c=(SELECT secret FROM hidden)",
        "c=secret FROM hidden --",
        "c=id` FROM hidden --",
        "c=hidden.secret",
        "c=throwIf(pin=4242)",
        "c=",
        "team=1' OR tenant = 'bob",
        "team=\\' OR 1 --",
        "team=%00",
        "team={{1}}",
        "c=id&c=secret",
        "q=SELECT * FROM hidden",
        "n0_team=bob",
        "param_n0_team=bob"
      })
  void parametersOfEndpointsStayValues(String parameters) {
    Client holder = targets.holder();
    String query =
        parameters
            .replace(" ", "+")
            .replace("{", "%7B")
            .replace("}", "%7D")
            .replace("'", "%27")
            .replace("`", "%60")
            .replace("\\", "%5C")
            .replace("*", "%2A")
            .replace("\"", "%22");
    for (String format : List.of("json", "csv")) {
      Response response = holder.get("/v0/pipes/pick." + format + "?" + query);
      targets.assertTellsNothing(response.body());
      assertThat(response.status()).as(response.body()).isIn(200, 400);
    }
    assertThat(holder.get("/v0/pipes/private.json?" + query).status()).isEqualTo(403);
    assertThat(holder.get("/v0/pipes/absent.json?" + query).status()).isEqualTo(403);
  }

  @Test
  void whatATokenFixesNobodyChanges() {
    Client fixed =
        targets.withJwt(
            "[{\"type\": \"PIPES:READ\", \"resource\": \"team\", \"fixed_params\": {\"team\": \"acme\"}}]");

    assertThat(fixed.get("/v0/pipes/team.csv?team=bob").body()).isEqualTo("\"tenant\"\n\"acme\"\n");
    assertThat(fixed.post("/v0/pipes/team.csv", "{\"team\": \"bob\"}").body())
        .isEqualTo("\"tenant\"\n\"acme\"\n");
    assertThat(fixed.post("/v0/sql?team=bob", "SELECT * FROM team FORMAT TSV").body())
        .isEqualTo("acme\n");
    PortClient port = targets.port(fixed);
    assertThat(port.post("param_team=bob&param_n0_team=bob", "SELECT * FROM team").body())
        .isEqualTo("acme\n");
    assertThat(port.post("SELECT {n0_team:String} FROM team").code()).isPresent();
    assertThat(port.post("SELECT * FROM hidden").code()).contains("60");
  }

  @Test
  void aFilterInAJwtIsCheckedToo() {
    String scopes =
        "[{\"type\": \"DATASOURCES:READ\", \"resource\": \"orders\", \"filter\": \"tenant = 'bob' AND id < 10\"}]";

    assertThat(
            targets.withJwt(scopes).post("/v0/sql", "SELECT count() FROM orders FORMAT TSV").body())
        .isEqualTo("1\n");
    assertThat(
            targets
                .admin()
                .post(
                    "/v0/tokens?expiration_time=4000000000",
                    "{\"name\": \"x\", \"scopes\": "
                        + scopes.replace("id < 10", "file('/etc/passwd') = ''")
                        + "}")
                .status())
        .isEqualTo(400);
  }

  static List<String> largeTexts() {
    return List.of(
        "SELECT " + "(".repeat(1000) + "1" + ")".repeat(1000),
        "SELECT " + "[".repeat(1000) + "]".repeat(1000),
        "SELECT " + "-".repeat(1) + "(".repeat(100_000),
        "SELECT " + "toString(".repeat(1000) + "1" + ")".repeat(1000),
        "SELECT * FROM " + "(SELECT * FROM ".repeat(1000) + "orders" + ")".repeat(1000),
        "SELECT " + "CASE WHEN 1 THEN ".repeat(1000) + "1" + " END".repeat(1000),
        "SELECT 1" + " + 1".repeat(20_000),
        "SELECT 1 IN (" + "1, ".repeat(300_000) + "1)",
        "SELECT '" + "x".repeat(1 << 20) + "'",
        "SELECT " + "$a".repeat(300_000),
        "/*".repeat(200_000),
        "WITH " + "x AS (SELECT 1), ".repeat(5_000) + "y AS (SELECT 1) SELECT 1",
        "SELECT 1 " + "UNION ALL SELECT 1 ".repeat(5_000));
  }

  @ParameterizedTest
  @MethodSource("largeTexts")
  @Timeout(120)
  void largeAndDeepTextsGetAnAnswer(String sql) {
    Response response = targets.holder().post("/v0/sql", sql);
    targets.assertTellsNothing(response.body());
    assertThat(response.status()).as(response.body()).isIn(200, 400);
    targets.assertTellsNothing(targets.port(targets.holder()).post(sql).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "53454c4543542027ff272046524f4d2068696464656e",
        "53454c454354202a2046524f4d2068696464656e00",
        "53454c454354202a2046524f4d2068696464656eff",
        "53454c454354202a2046524f4d20c080",
        "efbbbf53454c454354202a2046524f4d2068696464656e",
        "00",
        "ff"
      })
  void bytesThatAreNoTextSeeNothing(String hex) {
    byte[] sql = HexFormat.of().parseHex(hex);
    Response response =
        targets.holder().send("POST", "/v0/sql", BodyPublishers.ofByteArray(sql), Map.of());

    targets.assertTellsNothing(response.body());
    assertThat(response.status()).isEqualTo(400);
  }
}
