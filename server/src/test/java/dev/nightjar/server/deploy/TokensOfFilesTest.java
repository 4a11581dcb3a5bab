package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** {@code TOKEN name READ} in files. */
class TokensOfFilesTest {
  private static final String READS_ORDERS =
      "[{\"type\":\"DATASOURCES:READ\",\"resource\":\"orders\"}]";

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client client = SERVER.client();

  @AfterEach
  void removeEverything() {
    deploy(Map.of("left.datasource", Files.plain()));
    deploy(Map.of());
    client
        .get("/v0/tokens")
        .json()
        .path("tokens")
        .forEach(token -> {
          if (!token.path("is_internal").asBoolean()) {
            client.delete("/v0/tokens/" + token.path("id").asString());
          }
        });
  }

  @Test
  void severalFilesMakeOneTokenAndWhatTheyDropItLoses() {
    JsonNode first =
        deploy(
            Map.of(
                "orders.datasource", "TOKEN app READ\nTOKEN app APPEND\n\n" + Files.plain(),
                "top.pipe", "TOKEN app READ\n\n" + Files.endpoint("SELECT 1 AS one")));
    String text = token("app").path("token").asString();

    assertThat(scopes("app"))
        .isEqualTo(
            "[{\"type\":\"DATASOURCES:READ\",\"resource\":\"orders\"},"
                + "{\"type\":\"DATASOURCES:APPEND\",\"resource\":\"orders\"},"
                + "{\"type\":\"PIPES:READ\",\"resource\":\"top\"}]");
    JsonNode change = first.at("/deployment/token_changes/0");
    assertThat(change.path("token_name").asString()).isEqualTo("app");
    assertThat(change.path("change_type").asString()).isEqualTo("new");
    assertThat(change.at("/permission_changes/added_permissions").size()).isEqualTo(3);
    assertThat(names(text)).containsExactly("orders");

    JsonNode second =
        deploy(
            Map.of(
                "orders.datasource",
                "TOKEN app READ\n\n" + Files.plain(),
                "top.pipe",
                Files.endpoint("SELECT 1 AS one")));
    assertThat(scopes("app")).isEqualTo(READS_ORDERS);
    assertThat(second.at("/deployment/token_changes/0/change_type").asString())
        .isEqualTo("modified");
    assertThat(
            client
                .get("/v1/deployments")
                .json()
                .at("/deployments/0/token_changes/0/permission_changes/removed_permissions")
                .toString())
        .contains(
            "{\"resource_name\":\"top\",\"resource_type\":\"pipe\",\"permission\":\"PIPES:READ\"}");

    deploy(Map.of("orders.datasource", Files.plain()));
    assertThat(scopes("app")).isEqualTo("[]");
    assertThat(names(text)).isEmpty();
    deploy(Map.of("orders.datasource", "TOKEN app READ\n\n" + Files.plain()));
    assertThat(token("app").path("token").asString()).isEqualTo(text);
    assertThat(names(text)).containsExactly("orders");
  }

  @Test
  void whatTheApiGaveStaysWhenFilesChange() {
    deploy(Map.of("orders.datasource", Files.plain(), "stock.datasource", Files.plain()));
    client.post("/v0/tokens?name=both&scope=DATASOURCES:READ:stock");
    deploy(
        Map.of(
            "orders.datasource",
            "TOKEN both READ\n\n" + Files.plain(),
            "stock.datasource",
            Files.plain()));
    // as tb does: the scopes that it saw, and one more
    client.form(
        "PUT",
        "/v0/tokens/both?scope=DATASOURCES:READ:stock&scope=DATASOURCES:READ:orders",
        Map.of());

    deploy(Map.of("orders.datasource", Files.plain(), "stock.datasource", Files.plain()));

    assertThat(scopes("both"))
        .isEqualTo("[{\"type\":\"DATASOURCES:READ\",\"resource\":\"stock\"}]");
  }

  @Test
  void whatIsDeletedIsInNoScopeAnyMoreThoughTheNameComesBack() {
    deploy(Map.of("orders.datasource", Files.plain(), "stock.datasource", Files.plain()));
    String text =
        client
            .post("/v0/tokens?name=r&scope=DATASOURCES:READ:orders&scope=DATASOURCES:READ:stock")
            .json()
            .path("token")
            .asString();

    deploy(Map.of("stock.datasource", Files.plain()));
    assertThat(names(text)).containsExactly("stock");
    deploy(Map.of("orders.datasource", Files.plain(), "stock.datasource", Files.plain()));
    assertThat(names(text)).containsExactly("stock");
  }

  @Test
  void aFilterOnWhatIsDeletedHidesEveryRowOfWhatComesBack() {
    Map<String, String> files =
        Map.of(
            "orders.datasource", Files.plain(),
            "stock.datasource", Files.plain(),
            "top.pipe", Files.endpoint("SELECT id FROM orders"));
    deploy(files);
    String text =
        client
            .post(
                "/v0/tokens?name=eu&scope=DATASOURCES:READ:orders:id+%3D+'eu'&scope=PIPES:READ:top")
            .json()
            .path("token")
            .asString();

    deploy(
        Map.of(
            "stock.datasource", Files.plain(),
            "top.pipe", Files.endpoint("SELECT id FROM stock")));
    assertThat(scopes("eu"))
        .isEqualTo(
            "[{\"type\":\"DATASOURCES:READ\",\"resource\":\"orders\",\"filter\":\"0\"},"
                + "{\"type\":\"PIPES:READ\",\"resource\":\"top\"}]");
    assertThat(rows(text, "/v0/pipes/top.json")).isZero();
    // as tb does: the scopes that it saw, and one more
    client.form(
        "PUT",
        "/v0/tokens/eu?scope=DATASOURCES:READ:orders:0&scope=PIPES:READ:top"
            + "&scope=DATASOURCES:READ:stock",
        Map.of());
    deploy(files);
    client.post("/v0/events?name=orders&wait=true", "{\"id\":\"eu\",\"n\":1}");

    assertThat(rows(client.token(), "/v0/pipes/top.json")).isEqualTo(1);
    assertThat(rows(text, "/v0/pipes/top.json")).isZero();
    assertThat(rows(text, "/v0/sql?q=SELECT+id+FROM+orders+FORMAT+JSON")).isZero();
    assertThat(names(text)).containsExactly("orders", "stock");
  }

  @Test
  void whatBothTheApiAndAFileGaveStaysWhenTheLineGoes() {
    deploy(Map.of("orders.datasource", Files.plain()));
    client.post("/v0/tokens?name=twice&scope=DATASOURCES:READ:orders");

    deploy(Map.of("orders.datasource", "TOKEN twice READ\n\n" + Files.plain()));
    assertThat(scopes("twice")).isEqualTo(READS_ORDERS);
    client.form("PUT", "/v0/tokens/twice?scope=DATASOURCES:READ:orders", Map.of());
    deploy(Map.of("orders.datasource", Files.plain()));

    assertThat(scopes("twice")).isEqualTo(READS_ORDERS);
  }

  @Test
  void aDeploymentThatFailsLeavesTokensAsTheyWere() {
    deploy(Map.of("orders.datasource", "TOKEN app READ\n\n" + Files.plain()));

    JsonNode failed =
        deploy(
            Map.of(
                "orders.datasource",
                "TOKEN app APPEND\nTOKEN other READ\n\n" + Files.plain(),
                "broken.pipe",
                Files.endpoint("SELECT nothing_like_it FROM orders")));

    assertThat(failed.path("result").asString()).isEqualTo("failed");
    assertThat(scopes("app")).isEqualTo(READS_ORDERS);
    assertThat(client.get("/v0/tokens/other").status()).isEqualTo(404);
  }

  @Test
  void aNameThatCannotBeIsAnErrorOfItsLine() {
    JsonNode failed =
        deploy(
            Map.of(
                "orders.datasource", "TOKEN \"workspace admin token\" READ\n\n" + Files.plain()));

    assertThat(failed.path("result").asString()).isEqualTo("failed");
    assertThat(failed.at("/errors/0/error").asString())
        .contains("orders.datasource:1", "every server has");
  }

  private JsonNode deploy(Map<String, String> files) {
    return client
        .upload(
            "/v1/deploy?auto_promote=true&allow_destructive_operations=true", new HashMap<>(files))
        .json();
  }

  private JsonNode token(String name) {
    return client.get("/v0/tokens/" + name).json();
  }

  private String scopes(String name) {
    return token(name).path("scopes").toString();
  }

  private int rows(String token, String path) {
    Client.Response answer = client.withToken(token).get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("data").size();
  }

  private List<String> names(String token) {
    return client
        .withToken(token)
        .get("/v0/datasources")
        .json()
        .path("datasources")
        .valueStream()
        .map(each -> each.path("name").asString())
        .toList();
  }
}
