package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * {@code tb} 4.6.23, which the Python SDK brings along, as it is published; with the commands that
 * 5.0.3 has unchanged.
 */
class ForwardCliTest extends ForwardCliContract {
  /** Hard-coded in the client's {@code ch}. */
  private static final int CLICKHOUSE_PORT = 7182;

  ForwardCliTest() {
    super("tinybird/forward");
  }

  @Test
  @Order(3)
  void aTableThatCannotBeMirroredIsSaid() {
    for (List<String> each :
        List.of(
            List.of("without_recovery", "Point-in-Time Recovery (PITR) must be enabled"),
            List.of("without_stream", "DynamoDB Streams must be enabled"),
            List.of("keys_only", "DynamoDB Streams must use NEW_IMAGE or NEW_AND_OLD_IMAGES."),
            List.of("absent", "The DynamoDB table was not found."),
            List.of("busy", "The DynamoDB table exceeds the current write-capacity limit"),
            List.of("huge", "The DynamoDB table exceeds the current size limit"))) {
      cli().createDatasource("never", "shop", each.getFirst()).fails().contains(each.getLast());
    }
    withoutCredentials(() ->
        cli()
            .createDatasource("never", "shop", "orders")
            .fails()
            .contains("AWS credentials are missing in this environment"));
    project()
        .file(
            "connections/stranger.connection",
            "TYPE dynamodb\nDYNAMODB_ARN arn:aws:iam::123456789012:role/absent\nDYNAMODB_REGION us-east-1\n");
    cli()
        .createDatasource("never", "stranger", "orders")
        .fails()
        .contains("could not assume the provided IAM role");
    delete("connections/stranger.connection");
  }

  @Test
  @Order(8)
  void dataSourcesAreReadAndFilled() throws IOException {
    tb("datasource", "ls").succeeds().contains("connection: dynamodb");
    tb("datasource", "data", "orders").succeeds().contains("_event_name");
    tb("datasource", "analyze", "fixtures/ev.ndjson").succeeds().contains("`n` Int64 `json:$.n`");
    tb("datasource", "create", "--name", "ev_made", "--file", "fixtures/ev.ndjson").succeeds();
    assertThat(project().text("datasources/ev_made.datasource"))
        .contains("`id` String `json:$.id`");
    delete("datasources/ev_made.datasource");
    tb("datasource", "append", "ev", "--file", "fixtures/ev.ndjson")
        .succeeds()
        .contains("Rows appended!");
    tb("datasource", "append", "ev", "--events", "{\"id\":\"e1\",\"n\":5}")
        .succeeds()
        .contains("1 row appended!");
    HttpServer files =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext(
        "/more.ndjson",
        asked -> {
          try (asked) {
            byte[] rows = "{\"id\":\"u1\",\"n\":9}\n".getBytes(StandardCharsets.UTF_8);
            asked.sendResponseHeaders(200, rows.length);
            asked.getResponseBody().write(rows);
          }
        });
    files.start();
    try {
      String address = "http://localhost:" + files.getAddress().getPort() + "/more.ndjson";
      tb("datasource", "append", "ev", "--url", address).succeeds();
    } finally {
      files.stop(0);
    }
    tb("sql", "SELECT n FROM ev WHERE id = 'u1'").succeeds().contains("9");
    tb("datasource", "replace", "ev", "fixtures/ev.ndjson").succeeds();
    tb("datasource", "export", "ev").succeeds().contains("Exported data");
    tb("datasource", "delete", "ev", "--sql-condition", "id='f1'", "--yes", "--dry-run")
        .succeeds()
        .contains("'1' matching condition");
    tb("datasource", "delete", "ev", "--sql-condition", "id='f1'", "--yes", "--wait").succeeds();
    tb("--output", "csv", "sql", "SELECT id FROM ev").succeeds().contains("\"f2\"");
    tb("copy", "run", "cp", "--wait", "--yes").succeeds().contains("Data copied to 'ev_copy'");
    orders().awaitRows("SELECT id FROM ev_copy", "f2");
    tb("datasource", "truncate", "ev", "--yes").succeeds();
    tb("datasource", "append", "orders", "--events", "{\"id\":\"x\"}").fails().contains("orders");
  }

  @Test
  @Order(9)
  void aMirrorIsStoppedAndStarted() {
    tb("datasource", "sync", "orders", "--yes").fails().contains("follows");
    tb("datasource", "stop", "orders").succeeds();
    assertThat(server.client().get("/v1/mirrors/orders").body()).contains("PAUSED");
    orders().order("orders", "d", "late");
    tb("datasource", "start", "orders").succeeds();
    orders().awaitRows("SELECT count() FROM orders FINAL", "4");
  }

  @Test
  @Order(10)
  void aSampleMayBeAnExportOfTheWholeTable() {
    int before = orders().tables().exports("more");
    String file = "datasources/whole.datasource";
    project()
        .file(
            file,
            project().text("datasources/orders.datasource").replace("table/orders", "table/more"));
    tb("build").succeeds().contains("whole.datasource created");
    tb("datasource", "sample", "whole", "--full-export", "--wait").succeeds();
    orders().awaitRows("SELECT count() FROM whole FINAL", "3");
    assertThat(orders().tables().exports("more")).isEqualTo(before + 1);
    delete(file);
    tb("build").succeeds().contains("whole.datasource deleted");
  }

  @Test
  @Order(14)
  void workspaces() {
    tb("--user-token", server.server().tokens().userToken(), "workspace", "create", "other")
        .succeeds();
    tb("workspace", "ls").succeeds().contains("other");
    tb("workspace", "use", "other").succeeds();
    tb("workspace", "use", "main").succeeds();
    tb("workspace", "current").succeeds().contains("main");
    tb(
            "--user-token",
            server.server().tokens().userToken(),
            "workspace",
            "delete",
            "other",
            "--yes")
        .succeeds();
    tb("workspace", "ls").succeeds().doesNotContain("other");
  }

  @Test
  @Order(16)
  void chAsksClickHousesPort() throws IOException {
    Optional<PortForward> local =
        PortForward.open(CLICKHOUSE_PORT, server.server().clickHousePort().orElseThrow());
    if (local.isEmpty()) {
      abort(
          "port "
              + CLICKHOUSE_PORT
              + ", which `tb ch` takes for every local server, is taken by something else here");
    }
    try (PortForward _ = local.get()) {
      tb("ch", "SELECT count() FROM orders FINAL").succeeds().startsWith("4");
      tb("ch", "SELECT x FROM absent").fails().contains("absent");
    }
  }
}
