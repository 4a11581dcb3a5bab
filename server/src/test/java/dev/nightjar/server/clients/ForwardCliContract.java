package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.DynamoTables;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The forward {@code tb}'s commands, in the order in which a user meets them; those whose code is
 * the same in both versions are run with the first one alone. Left out for reasons outside of any
 * server: {@code local start|stop|restart|status} drive Docker, {@code login} and {@code open} a
 * browser, {@code token copy} and {@code endpoint url --language} a clipboard.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ForwardCliContract extends ForwardCliSetting {
  ForwardCliContract(String requirements) {
    super(requirements);
  }

  @Test
  @Order(1)
  void aConnectionIsCreatedAtThePrompts() {
    List<String> conversation = new ArrayList<>(List.of("Connection name", "9shop"));
    conversation.addAll(ForwardCli.dialogue("shop", "1", DynamoTables.arn("orders")));
    cli()
        .asked(conversation, "connection", "create", "dynamodb")
        .succeeds()
        .contains("Connection name must start with a letter")
        .contains("\"dynamodb:ExportTableToPointInTime\"")
        .contains("\"arn:aws:iam::123456789012:root\"")
        .contains("DynamoDB validation passed")
        .contains("Streams view type: NEW_AND_OLD_IMAGES")
        .contains("Secret created in Local for role ARN")
        .contains("'shop' created successfully!");
    assertThat(project().text("connections/shop.connection"))
        .contains(
            "TYPE dynamodb", "tb_secret(\"dynamodb_role_arn_shop_", "DYNAMODB_REGION us-east-1");
  }

  @Test
  @Order(2)
  void otherEnvironmentsGetItsSecretToo() {
    orders().role("cloud_only", "shop_cloud");
    cli()
        .asked(
            ForwardCli.dialogue("shop_cloud", "2", ""),
            "--cloud",
            "connection",
            "create",
            "dynamodb")
        .succeeds()
        .contains("Secret created in Cloud for role ARN");
    cli()
        .asked(ForwardCli.dialogue("shop_both", "3", ""), "connection", "create", "dynamodb")
        .succeeds()
        .contains("Secret created in Local and Cloud for role ARN");
    tb("secret", "ls").succeeds().contains("dynamodb_role_arn_shop_both_");
    // the two were made to see their prompts
    delete("connections/shop_cloud.connection");
    delete("connections/shop_both.connection");
  }

  @Test
  @Order(4)
  void aDataSourceIsCreatedAtThePrompts() {
    cli()
        .asked(
            List.of(
                "Select connection",
                "1",
                "Data source name",
                "orders",
                "DynamoDB table ARN",
                DynamoTables.arn("orders"),
                "S3 export bucket",
                DynamoTables.BUCKET),
            "datasource",
            "create",
            "--dynamodb")
        .succeeds()
        .contains("DynamoDB validation passed")
        .contains("orders.datasource created");
    assertThat(project().text("datasources/orders.datasource"))
        .contains("`id` String `json:$.Item.id`", "ENGINE_SORTING_KEY id, sort");
  }

  @Test
  @Order(5)
  void buildIngestsOnlyWithConnections() {
    ForwardCli.writePipes(project());
    tb("build").succeeds().contains("orders.datasource created", "nothing is ingested into it");
    assertThat(orders().tables().exports("orders")).isZero();
    tb("datasource", "sample", "orders", "--rows", "2", "--wait").succeeds();
    orders().awaitRows("SELECT count(), any(_event_name) FROM orders FINAL", "2\tEXPORT");
    assertThat(orders().tables().exports("orders")).isZero();
    tb("build", "--with-connections")
        .succeeds()
        .contains("DynamoDB initial export backfill started for datasource 'orders'")
        .contains("Export ARN: arn:aws:dynamodb:us-east-1:123456789012:table/orders/export/");
    orders().awaitRows("SELECT count() FROM orders FINAL", "3");
    // the sample's rows made room for those of the mirror: nothing had to be healed
    assertThat(server.client().get("/v1/mirrors/orders").json().path("generation").asLong())
        .isEqualTo(1);
    tb("datasource", "sample", "orders", "--wait").succeeds();
    tb("build").succeeds().contains("No changes. Build skipped.");
    // the fixture came with the first build
    tb("sql", "SELECT sum(n) AS s FROM ev").succeeds().contains("3");
    assertThat(orders().tables().exports("orders")).isEqualTo(1);
  }

  @Test
  @Order(6)
  void deploymentsAreStagedPromotedAndDiscarded() {
    tb("--cloud", "deploy").succeeds().contains("Not deploying. No changes.");
    project()
        .file(
            "datasources/more.datasource",
            project().text("datasources/orders.datasource").replace("table/orders", "table/more"));
    tb("--cloud", "deploy", "--check").succeeds().contains("new", "more", "Deployment is valid");
    tb("--cloud", "deployment", "create").succeeds().contains("more");
    tb("--cloud", "deployment", "ls").succeeds().contains("Staging", "Live");
    tb("--cloud", "deployment", "discard", "--wait").succeeds();
    assertThat(orders().tables().exports("more")).isEqualTo(1);
    tb("--cloud", "deployment", "create").succeeds();
    tb("--cloud", "deployment", "promote", "--wait").succeeds();
    assertThat(orders().tables().exports("more")).isEqualTo(2);
    assertThat(tb("--output", "json", "--cloud", "deployment", "ls").output())
        .contains("\"status\": \"Live\"");
    orders().awaitRows("SELECT count() FROM more FINAL", "3");
    tb("deploy").succeeds().contains("Not deploying. No changes.");
    tb("deploy", "--check").succeeds();
  }

  @Test
  @Order(7)
  void whatIsDestructiveNeedsItsFlag() {
    delete("datasources/more.datasource");
    tb("--cloud", "deploy").fails().contains("deleted with all of its rows");
    orders().awaitRows("SELECT count() FROM more FINAL", "3");
    tb("--cloud", "deploy", "--allow-destructive-operations").succeeds().contains("is live!");
  }

  @Test
  @Order(11)
  void endpointsTokensAndJobs() {
    tb("endpoint", "ls").succeeds().contains("/v0/pipes/ep.json");
    tb("--output", "json", "endpoint", "ls").succeeds().contains("\"ep\"");
    tb("endpoint", "data", "ep", "--not_id", "a")
        .succeeds()
        .contains("| b  | open")
        .doesNotContain("| a ");
    tb("endpoint", "url", "ep").succeeds().contains("/v0/pipes/ep.json");
    tb("endpoint", "token", "ep").succeeds().startsWith("p.");
    tb("endpoint", "stats", "ep").succeeds().contains("request count");
    tb("token", "ls").succeeds().contains("app_read");
    tb("token", "create", "static", "st", "--scope", "PIPES:READ", "--resource", "ep").succeeds();
    tb("token", "create", "jwt", "j", "--ttl", "1h", "--scope", "PIPES:READ", "--resource", "ep")
        .succeeds()
        .contains("The token is: ey");
    tb("token", "refresh", "st", "--yes").succeeds();
    tb("token", "rm", "st", "--yes").succeeds();
    Ended jobs = tb("job", "ls");
    jobs.succeeds().contains("kind: import", "id: load-", "job url: http://localhost:");
    String load = jobs.output().replaceFirst("(?s).*id: (load-\\S+).*", "$1");
    tb("job", "details", load).succeeds().contains("done", "http://localhost:");
    tb("job", "cancel", load).fails().contains("cannot be cancelled: pause its mirror");
  }

  @Test
  @Order(12)
  void secretsConnectionsTestsAndLogs() {
    tb("secret", "set", "brief", "x").succeeds();
    tb("secret", "rm", "brief").succeeds();
    tb("connection", "ls", "--service", "dynamodb").succeeds().contains("shop", "*****");
    // the client's own refusal
    tb("connection", "data", "shop").fails().contains("dynamodb connections are not supported yet");
    tb("--output", "json", "sql", "SELECT 1 AS a").succeeds().contains("\"a\": 1");
    tb("test", "run").succeeds().contains("1/1 passed");
    // rows that stand for the table's, in the workspace of the test
    project()
        .file(
            "fixtures/orders.ndjson",
            "{\"Item\":{\"id\":\"f1\",\"sort\":\"1\"},\"NewImage\":{\"id\":\"f1\",\"status\":\"open\"},"
                + "\"ApproximateCreationDateTime\":\"2026-11-01 10:00:00.000\",\"eventName\":\"INSERT\",\"_is_deleted\":0}\n")
        .file(
            "tests/ep.yaml",
            "- name: all\n  description: all\n  parameters: not_id=a\n  expected_result: |\n"
                + "    {\"id\":\"f1\",\"status\":\"open\"}\n");
    tb("test", "run").succeeds().contains("1/1 passed");
    delete("fixtures/orders.ndjson");
    tb("logs").succeeds().contains("tinybird.pipe_stats_rt");
    tb("info").succeeds().contains("workspace_name: main");
    tb("--output", "json", "info").succeeds().contains("\"workspace_name\": \"main\"");
    tb("pull", "--force").succeeds().contains("shop.connection");
  }

  @Test
  @Order(13)
  void aBranchIngestsByItself() {
    tb("--cloud", "branch", "create", "feature").succeeds();
    tb("--cloud", "branch", "ls").succeeds().contains("feature");
    tb("--branch=feature", "build")
        .succeeds()
        .contains("DynamoDB initial export backfill started for datasource 'orders'");
    assertThat(orders().tables().exports("orders")).isEqualTo(2);
    tb("--branch=feature", "sql", "SELECT 1 AS one").succeeds();
    tb("--branch=absent", "build").fails().contains("Branch absent not found");
    tb("--cloud", "branch", "create", "filled", "--last-partition").succeeds();
    String count = "SELECT count() AS c FROM orders FINAL";
    tb("--branch=filled", "sql", count).succeeds().contains(server.client().rows(count));
    tb("--cloud", "branch", "rm", "filled", "--yes").succeeds();
    tb("--cloud", "branch", "clear", "feature", "--yes").succeeds();
    tb("--cloud", "branch", "rm", "feature", "--yes").succeeds();
    tb("--cloud", "branch", "ls").succeeds().doesNotContain("feature");
  }

  @Test
  @Order(15)
  void badFilesAreSaidWithTheirPlaces() {
    project().file("pipes/broken.pipe", "NODE n\nSQL >\n    SELEC 1\nTYPE endpoint\n");
    tb("build").fails().contains("pipes/broken.pipe:3:");
    tb("--cloud", "deploy").fails().contains("pipes/broken.pipe:3:");
    delete("pipes/broken.pipe");
  }

  @Test
  @Order(17)
  void nothingIsAskedForThatTheServerDoesNotKnow() {
    assertThat(unknown().paths()).isEmpty();
  }
}
