package dev.nightjar.server.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.data.ClickHouseFormat;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ClickHouse's official clients, as they are, against a server with a mirrored table. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClientConformanceTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final int port = SERVER.server().clickHousePort().orElseThrow();
  private final String token = SERVER.server().tokens().workspaceAdminToken();

  @BeforeAll
  static void mirrorATable() {
    var api = SERVER.client();
    try (DynamoTables tables = new DynamoTables(SERVER.aws()).table("orders")) {
      tables.put("orders", "a", "one");
      tables.put("orders", "b", "two");
      String policies = "/v0/integrations/dynamodb/policies/";
      tables.role(
          "reader",
          api.get(policies + "trust-policy?external_id_seed=aws").body(),
          api.get(policies + "read-access-policy?table_name=orders&bucket=" + DynamoTables.BUCKET)
              .body());
    }
    api.form(
        "POST",
        "/v0/variables",
        Map.of("name", "dynamodb_role_arn_aws", "value", DynamoTables.role("reader")));
    Response build =
        api.upload(
            "/v1/build?with_connections=true",
            Map.of(
                "aws.connection",
                Files.connection(),
                "orders.datasource",
                Files.mirrored("orders"),
                "plain.datasource",
                Files.plain(),
                "rows.pipe",
                Files.endpoint("SELECT number AS n, toString(number) AS text FROM numbers(200000)"),
                "types.pipe",
                Files.endpoint(
                    "SELECT [1, 2]::Array(UInt8) AS numbers, NULL::Nullable(String) AS nothing,"
                        + " 'low'::LowCardinality(String) AS low,"
                        + " toDateTime64('2026-01-02 03:04:05.678', 3, 'UTC') AS moment,"
                        + " toDecimal128('12345678901234567890.123456789', 9) AS money,"
                        + " toUInt256('115792089237316195423570985008687907853269984665640564039457584007913129639935') AS huge,"
                        + " toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') AS uuid, true AS yes,"
                        + " map('a', 1) AS counts, tuple(1, 'x') AS pair,"
                        + " toDate('2026-01-02') AS day, toIPv4('127.0.0.1') AS address,"
                        + " toInt64(-9223372036854775808) AS least,"
                        + " CAST('b', 'Enum8(''a'' = 1, ''b'' = 2)') AS choice")));
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> api.rows("SELECT count() FROM orders FINAL").equals("2"));
  }

  @Test
  void python() throws Exception {
    assertThat(
            InstalledClient.python("python")
                .check("venv/bin/python", "python/conformance.py", Integer.toString(port), token))
        .endsWith("11 checks passed\n");
  }

  @Test
  void javaScript() throws Exception {
    assertThat(
            InstalledClient.javaScript("javascript")
                .check("node", "javascript/conformance.mjs", Integer.toString(port), token))
        .endsWith("11 checks passed\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void javaReadsWhatIsThere(boolean compressed) throws Exception {
    try (Client client = java(token, compressed)) {
      assertThat(client.ping()).isTrue();
      GenericRecord row = client.queryAll("SELECT * FROM types").getFirst();
      assertThat(row.<Object>getList("numbers")).hasToString("[1, 2]");
      assertThat(row.hasValue("nothing")).isFalse();
      assertThat(row.getString("low")).isEqualTo("low");
      assertThat(row.getZonedDateTime("moment")).hasToString("2026-01-02T03:04:05.678Z[UTC]");
      assertThat(row.getBigDecimal("money"))
          .isEqualByComparingTo(new BigDecimal("12345678901234567890.123456789"));
      assertThat(row.getBigInteger("huge"))
          .isEqualTo(BigInteger.TWO.pow(256).subtract(BigInteger.ONE));
      assertThat(row.getUUID("uuid"))
          .isEqualTo(UUID.fromString("61f0c404-5cb3-11e7-907b-a6006ad3dba0"));
      assertThat(row.getBoolean("yes")).isTrue();
      assertThat(row.getLong("least")).isEqualTo(Long.MIN_VALUE);
      assertThat(client.queryAll("SELECT note FROM main.orders FINAL ORDER BY id"))
          .extracting(found -> found.getString("note"))
          .containsExactly("one", "two");
      assertThat(
              client
                  .queryAll(
                      "SELECT {s:String} AS s, {n:Int64} AS n", Map.of("s", "it's é; --", "n", -7))
                  .getFirst()
                  .getString("s"))
          .isEqualTo("it's é; --");
      assertThat(client.getTableSchema("orders").getColumns())
          .extracting(column -> column.getColumnName())
          .contains("id", "note", "_record");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void javaStreamsManyRows(boolean compressed) throws Exception {
    try (Client client = java(token, compressed);
        QueryResponse response = client.query("SELECT n, text FROM rows").get();
        ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
      long count = 0;
      while (reader.hasNext()) {
        reader.next();
        assertThat(reader.getString("text")).isEqualTo(Long.toString(reader.getLong("n")));
        count++;
      }
      assertThat(count).isEqualTo(200_000);
    }
  }

  @Test
  void javaIsRefusedWithClickHousesCodes() throws Exception {
    byte[] row = "x,1\n".getBytes(StandardCharsets.UTF_8);
    try (Client client = java(token, true);
        Client stranger = java("wrong", true)) {
      assertCode(60, () -> client.queryAll("SELECT * FROM absent"));
      assertCode(62, () -> client.queryAll("SELECT FROM WHERE"));
      assertCode(164, () -> client.queryAll("DROP TABLE orders"));
      assertCode(
          164,
          () -> {
            try (var response =
                client.insert("plain", new ByteArrayInputStream(row), ClickHouseFormat.CSV).get()) {
              assertThat(response.getWrittenRows()).isZero();
            }
          });
      assertCode(516, () -> stranger.queryAll("SELECT 1"));
    }
  }

  @Test
  void jdbcLooksAroundAsToolsDo() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "main");
    properties.setProperty("password", token);
    try (Connection connection =
        new com.clickhouse.jdbc.Driver()
            .connect("jdbc:clickhouse://127.0.0.1:" + port, properties)) {
      DatabaseMetaData meta = connection.getMetaData();
      assertThat(meta.getDatabaseProductVersion()).startsWith("26.");
      try (ResultSet schemas = meta.getSchemas()) {
        assertThat(column(schemas, "TABLE_SCHEM")).contains("default");
      }
      try (ResultSet tables = meta.getTables(null, "default", "%", null)) {
        assertThat(column(tables, "TABLE_NAME")).contains("orders", "types");
      }
      try (ResultSet columns = meta.getColumns(null, "default", "orders", "%")) {
        assertThat(column(columns, "COLUMN_NAME")).contains("id", "note", "_record");
      }
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT note FROM orders FINAL WHERE id = ?")) {
        statement.setString(1, "b");
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(column(rows, "note")).containsExactly("two");
        }
      }
    }
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) {
      values.add(rows.getString(name));
    }
    return values;
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void assertCode(int code, Action action) {
    assertThatThrownBy(action::run)
        .satisfiesAnyOf(
            e -> assertThat(codeOf(e)).isEqualTo(code),
            e -> assertThat(codeOf(e.getCause())).isEqualTo(code),
            e -> assertThat(codeOf(e.getCause().getCause())).isEqualTo(code));
  }

  private static int codeOf(Throwable error) {
    return error instanceof ServerException answered ? answered.getCode() : -1;
  }

  private Client java(String password, boolean compressed) {
    return new Client.Builder()
        .addEndpoint("http://127.0.0.1:" + port)
        .setUsername("main")
        .setPassword(password)
        .compressServerResponse(compressed)
        .build();
  }
}
