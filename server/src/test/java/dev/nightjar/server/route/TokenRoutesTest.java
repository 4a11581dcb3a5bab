package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TokenRoutesTest {
  private static final long LATER = System.currentTimeMillis() / 1000 + 3600;

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client admin = SERVER.client();

  @BeforeAll
  static void deploy() {
    assertThat(
            SERVER
                .client()
                .upload(
                    "/v1/build",
                    Map.of(
                        "orders.datasource", Files.plain(),
                        "stock.datasource", Files.plain(),
                        "top.pipe", Files.endpoint("SELECT 1 AS one")))
                .json()
                .path("result")
                .asString())
        .isEqualTo("success");
  }

  @Test
  void aStaticTokenLivesFromItsMakingToItsEnd() {
    JsonNode made = create("name=life&scope=DATASOURCES:READ:orders&scope=PIPES:READ:top").json();
    String token = made.path("token").asString();

    assertThat(token).startsWith("p.ey");
    assertThat(made.path("scopes").toString())
        .isEqualTo(
            "[{\"type\":\"DATASOURCES:READ\",\"resource\":\"orders\"},"
                + "{\"type\":\"PIPES:READ\",\"resource\":\"top\"}]");
    assertThat(names(admin.withToken(token))).containsExactly("orders");
    for (String key : List.of("life", made.path("id").asString(), token)) {
      assertThat(admin.get("/v0/tokens/" + key + "/").json()).isEqualTo(made);
    }

    JsonNode changed =
        admin
            .send(
                "PUT",
                "/v0/tokens/life?scope=DATASOURCES:APPEND:stock",
                HttpRequest.BodyPublishers.noBody(),
                Map.of())
            .json();
    assertThat(changed.path("token").asString()).isEqualTo(token);
    assertThat(names(admin.withToken(token))).containsExactly("stock");

    String fresh = admin.post("/v0/tokens/life/refresh").json().path("token").asString();
    assertThat(fresh).isNotEqualTo(token);
    assertForbidden(admin.withToken(token).get("/v0/datasources"), "Invalid token.");
    assertThat(names(admin.withToken(fresh))).containsExactly("stock");

    assertThat(admin.delete("/v0/tokens/life").json().path("ok").asBoolean()).isTrue();
    assertForbidden(admin.withToken(fresh).get("/v0/datasources"), "Invalid token.");
    assertThat(admin.get("/v0/tokens/life").status()).isEqualTo(404);
  }

  @Test
  void itIsAskedForInTheQueryInAFormAndInJson() {
    String form =
        admin
            .form("POST", "/v0/tokens/", Map.of("name", "by form", "scope", "PIPES:READ:top"))
            .json()
            .path("scopes")
            .toString();
    String texts =
        admin
            .post("/v0/tokens/", "{\"name\":\"by sdk\",\"scope\":[\"PIPES:READ:top\"]}")
            .json()
            .path("scopes")
            .toString();
    String objects =
        admin
            .post(
                "/v0/tokens?name=by+tb&origin=C",
                "{\"scopes\":[{\"type\":\"PIPES:READ\",\"resource\":\"top\"}]}")
            .json()
            .path("scopes")
            .toString();

    assertThat(List.of(form, texts, objects))
        .containsOnly("[{\"type\":\"PIPES:READ\",\"resource\":\"top\"}]");
    assertThat(admin.get("/v0/tokens/by%20form").json().path("name").asString())
        .isEqualTo("by form");
  }

  @Test
  void aRestartKeepsTokensAndNothingOnDiskTellsThem() throws IOException {
    String token =
        create("name=kept&scope=DATASOURCES:READ:orders").json().path("token").asString();
    SERVER.restart();
    Client again = SERVER.client();

    assertThat(names(again.withToken(token))).containsExactly("orders");
    assertThat(again.get("/v0/tokens/kept").json().path("token").asString()).isEqualTo(token);
    String secret = token.substring(token.lastIndexOf('.') + 1);
    try (Stream<Path> files = java.nio.file.Files.walk(SERVER.dataDir())) {
      assertThat(
              files
                  .filter(java.nio.file.Files::isRegularFile)
                  .filter(file -> !file.startsWith(SERVER.dataDir().resolve("clickhouse")))
                  .filter(file -> content(file).contains(secret)))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scope=PIPES:READ:top|The token needs a name",
        "name=a/b&scope=PIPES:READ:top|A token's name is",
        "name=workspace admin token&scope=TOKENS|every server has",
        "name=no_scope|at least one scope",
        "name=bad&scope=READ:orders|is no scope",
        "name=bad&scope=DATASOURCES:READ:nowhere|There is no data source 'nowhere'",
        "name=bad&scope=DATASOURCES:READ:top|There is no data source 'top'",
        "name=bad&scope=PIPES:READ:orders|There is no pipe 'orders'",
        "name=bad&scope=DATASOURCES:READ:orders:id IN (SELECT 1)|The filter cannot be used",
        "name=bad&scope=DATASOURCES:READ:orders:1) OR (1|The filter cannot be used",
        "name=bad&scope=DATASOURCES:READ:orders:file('/etc/passwd') = ''|The filter cannot be used",
        "name=bad&scope=PIPES:READ:top&expiration_time=7|expiration_time is a time in the future",
        "name=user&scope=PIPES:READ:top&expiration_time=LATER|a token that every server has",
        "name=bad&scope=PIPES:READ:top&expiration_time=soon|expiration_time is",
        "name=bad&scope=ADMIN&expiration_time=LATER|a JWT can have the scopes",
      })
  void saysWhatIsWrongWithAWish(String query, String message) {
    Client.Response answer = create(query.replace("LATER", Long.toString(LATER)).replace(" ", "+"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.error()).contains(message).doesNotContain("w_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limits=%7B%22rps%22%3A1%7D", "expiration_time=LATER"})
  void onlyAJwtHasLimitsOrAnExpiry(String wish) {
    create("name=stays&scope=TOKENS");
    String changed = "stays?" + wish.replace("LATER", Long.toString(LATER));

    assertThat(put(admin, changed).status()).isEqualTo(400);
    assertThat(put(admin, changed).error()).contains("Only a JWT has limits or an expiry");
    assertThat(
            admin
                .post("/v0/tokens", "{\"name\":\"x\",\"scope\":[\"TOKENS\"],\"limits\":{}}")
                .error())
        .contains("Only a JWT has limits or an expiry");
  }

  @Test
  void aNameIsGivenOnce() {
    create("name=once&scope=TOKENS");

    assertThat(create("name=once&scope=TOKENS").status()).isEqualTo(409);
  }

  @Test
  void whatEveryWorkspaceHasIsListedFirstAndStays() {
    JsonNode list = admin.get("/v0/tokens?&token=ignored").json().path("tokens");

    assertThat(list.get(0).path("name").asString()).isEqualTo("workspace admin token");
    assertThat(list.get(0).path("token").asString())
        .isEqualTo(SERVER.server().tokens().workspaceAdminToken());
    assertThat(list.get(0).path("scopes").toString()).isEqualTo("[{\"type\":\"ADMIN\"}]");
    assertThat(admin.delete("/v0/tokens/workspace%20admin%20token").status()).isEqualTo(400);
    assertThat(
            admin
                .send(
                    "PUT",
                    "/v0/tokens/workspace%20admin%20token?scope=TOKENS",
                    HttpRequest.BodyPublishers.noBody(),
                    Map.of())
                .status())
        .isEqualTo(400);
  }

  @Test
  void whoMayMakeTokensDoesNotComeByAllRights() {
    Client tokens = admin.withToken(token("name=maker&scope=TOKENS"));
    token("name=other admin&scope=ADMIN");

    assertThat(tokens.post("/v0/tokens?name=up&scope=ADMIN").status()).isEqualTo(403);
    assertThat(tokens.post("/v0/tokens", "{\"name\":\"up\",\"scopes\":[\"ADMIN\"]}").status())
        .isEqualTo(403);
    assertThat(put(tokens, "maker?scope=ADMIN").status()).isEqualTo(403);
    for (String name : List.of("workspace%20admin%20token", "other%20admin")) {
      assertThat(tokens.get("/v0/tokens/" + name).status()).isEqualTo(404);
      assertThat(tokens.post("/v0/tokens/" + name + "/refresh").status()).isEqualTo(404);
      assertThat(tokens.delete("/v0/tokens/" + name).status()).isEqualTo(404);
      assertThat(put(tokens, name + "?scope=TOKENS").status()).isEqualTo(404);
    }
    String seen = tokens.get("/v0/tokens").body();
    assertThat(seen).contains("maker").doesNotContain("other admin").doesNotContain("ADMIN");
    assertThat(seen).doesNotContain(SERVER.server().tokens().workspaceAdminToken());
    assertThat(tokens.post("/v0/tokens?name=reader&scope=PIPES:READ:top").status()).isEqualTo(200);
    for (String path : List.of("/v0/variables", "/v1/deployments", "/v0/connectors")) {
      assertForbidden(tokens.get(path), "This needs a token with the scope ADMIN.");
    }
  }

  @Test
  void theScopeAdminDoesNotBringWhatMakesAndDeletesWorkspaces() {
    Client holder = admin.withToken(token("name=every&scope=ADMIN"));
    String workspaceAdmin = SERVER.server().tokens().workspaceAdminToken();
    String serverAdmin = SERVER.server().tokens().adminToken();

    assertThat(holder.post("/v1/workspaces?name=mine").status()).isEqualTo(403);
    for (String path :
        List.of(
            "/v0/tokens", "/v0/tokens/admin%20token", "/v1/user/workspaces", "/v0/workspaces")) {
      assertThat(holder.get(path).body())
          .doesNotContain(workspaceAdmin)
          .doesNotContain(serverAdmin);
    }
    assertForbidden(
        holder.post("/v0/tokens/workspace%20admin%20token/refresh"), "is refreshed with itself");
    assertThat(holder.get("/v0/tokens").body()).contains("workspace admin token");
    assertThat(admin.get("/v0/tokens").body()).contains(workspaceAdmin);
  }

  @Test
  void othersNeitherSeeNorMakeTokens() {
    Client reader = admin.withToken(token("name=nosy&scope=WORKSPACE:READ_ALL"));

    assertForbidden(reader.get("/v0/tokens"), "TOKENS");
    assertForbidden(reader.get("/v0/tokens/nosy"), "TOKENS");
    assertForbidden(reader.post("/v0/tokens?name=x&scope=TOKENS"), "TOKENS");
    assertForbidden(
        admin.withToken(SERVER.server().tokens().userToken()).get("/v0/tokens"),
        "workspace's token");
    assertThat(reader.get("/v1/workspace").json().path("scope").isNull()).isTrue();
    assertThat(reader.get("/v1/user/workspaces").json().path("workspaces").size()).isZero();
  }

  @Test
  void aTokenSeesItsDataSourcesAndNoSizesBehindAFilter() {
    Client filtered = admin.withToken(token("name=eu&scope=DATASOURCES:READ:orders:id+%3D+'eu'"));
    Client whole = admin.withToken(token("name=all&scope=DATASOURCES:READ:orders"));

    assertThat(whole.get("/v0/datasources/orders").json().at("/statistics/row_count").isNumber())
        .isTrue();
    assertThat(filtered.get("/v0/datasources/orders").json().path("statistics").isNull()).isTrue();
    assertThat(filtered.get("/v0/datasources/orders.datasource").status()).isEqualTo(403);
    assertThat(whole.get("/v0/datasources/stock").body())
        .isEqualTo(whole.get("/v0/datasources/nowhere").body());
    assertThat(whole.get("/v0/datasources/stock").status()).isEqualTo(403);
  }

  private static Client.Response put(Client client, String token) {
    return client.send("PUT", "/v0/tokens/" + token, HttpRequest.BodyPublishers.noBody(), Map.of());
  }

  private Client.Response create(String query) {
    return admin.post("/v0/tokens?" + query.replace(" ", "%20"));
  }

  private String token(String query) {
    return create(query).json().path("token").asString();
  }

  private static List<String> names(Client client) {
    Client.Response answer = client.get("/v0/datasources");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer
        .json()
        .path("datasources")
        .valueStream()
        .map(each -> each.path("name").asString())
        .toList();
  }

  private static void assertForbidden(Client.Response answer, String message) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.error()).contains(message);
  }

  private static String content(Path file) {
    try {
      return new String(java.nio.file.Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
