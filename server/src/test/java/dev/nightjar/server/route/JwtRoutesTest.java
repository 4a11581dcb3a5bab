package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import dev.nightjar.server.token.SignedJwts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** JWTs that the server makes, and those that others sign. */
class JwtRoutesTest {
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
  void aJwtThatTheServerMakesHasItsScopesItsNameAndItsEnd() {
    JsonNode made =
        admin
            .post(
                "/v0/tokens/?expiration_time=" + LATER,
                """
                {"name": "frontend", "limits": {"rps": 50},
                 "scopes": [{"type": "DATASOURCES:READ", "resource": "orders",
                             "filter": "id = 'a'"},
                            {"type": "PIPES:READ", "resource": "top",
                             "fixed_params": {"org": "a"}}]}
                """)
            .json();
    String jwt = made.path("token").asString();
    JsonNode claims = claims(jwt);

    assertThat(jwt).startsWith("ey");
    assertThat(claims.path("exp").asLong()).isEqualTo(LATER);
    assertThat(claims.path("name").asString()).isEqualTo("frontend");
    assertThat(claims.path("workspace_id").asString()).isEqualTo(workspaceId());
    assertThat(claims.at("/limits/rps").asInt()).isEqualTo(50);
    assertThat(names(admin.withToken(jwt))).containsExactly("orders");
    assertThat(admin.get("/v0/tokens/frontend").status()).isEqualTo(404);
  }

  @Test
  void aFormCanLimitAJwtToo() {
    String jwt =
        admin
            .form(
                "POST",
                "/v0/tokens?expiration_time=" + LATER,
                Map.of("name", "form", "scope", "PIPES:READ:top", "limits", "{\"rps\": 7}"))
            .json()
            .path("token")
            .asString();

    assertThat(claims(jwt).at("/limits/rps").asInt()).isEqualTo(7);
  }

  @Test
  void aJwtThatAUserSignsWithTheAdminTokenIsGoodUntilThatTokenIsMadeAnew() {
    String workspace =
        admin
            .withToken(SERVER.server().tokens().userToken())
            .form("POST", "/v1/workspaces", Map.of("name", "signing"))
            .json()
            .path("token")
            .asString();
    Client owner = admin.withToken(workspace);
    owner.upload("/v1/build", Map.of("sales.datasource", Files.plain()));
    String id = owner.get("/v1/workspace").json().path("id").asString();
    String jwt = jwt(workspace, id, "DATASOURCES:READ", "sales");

    assertThat(names(admin.withToken(jwt))).containsExactly("sales");
    assertForbidden(
        admin.withToken(jwt(admin(), id, "DATASOURCES:READ", "sales")).get("/v0/datasources"),
        "Invalid token");

    String fresh =
        owner.post("/v0/tokens/workspace%20admin%20token/refresh").json().path("token").asString();
    assertForbidden(admin.withToken(jwt).get("/v0/datasources"), "Invalid token");
    assertForbidden(owner.get("/v0/datasources"), "Invalid token.");
    SERVER.restart();
    Client later = SERVER.client();
    assertThat(names(later.withToken(fresh))).containsExactly("sales");
    assertForbidden(later.withToken(workspace).get("/v0/datasources"), "Invalid token.");
    assertThat(later.get("/v1/user/workspaces").body()).contains(fresh);

    String reader =
        later
            .withToken(fresh)
            .post("/v0/tokens?name=r&scope=DATASOURCES:READ:sales")
            .json()
            .path("token")
            .asString();
    String still = jwt(fresh, id, "DATASOURCES:READ", "sales");
    assertThat(names(later.withToken(still))).containsExactly("sales");
    later
        .withToken(SERVER.server().tokens().userToken())
        .delete("/v1/workspaces/" + id + "?hard_delete_confirmation=yes");
    for (String ended : List.of(fresh, reader, still)) {
      assertForbidden(later.withToken(ended).get("/v0/datasources"), "Invalid token");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"typ\":\"JWT\"}",
        "{\"alg\":\"RS256\",\"typ\":\"JWT\"}",
        "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}"
      })
  void aJwtOfAnotherKindIsForbidden(String header) {
    String jwt = SignedJwts.of(admin(), header, claimsOf(workspaceId(), "PIPES:READ", "top"));

    assertForbidden(admin.withToken(jwt).get("/v0/pipes"), "Invalid token");
    String unsigned = jwt.substring(0, jwt.lastIndexOf('.') + 1);
    assertForbidden(admin.withToken(unsigned).get("/v0/pipes"), "Invalid token");
    assertForbidden(admin.withoutToken().get("/v0/pipes?token=" + unsigned), "Invalid token");
  }

  @Test
  void aJwtNeverHasMoreThanReadingAndAppending() {
    for (String scope : List.of("ADMIN", "TOKENS", "WORKSPACE:READ_ALL", "DATASOURCES:CREATE")) {
      String claims =
          claimsOf(workspaceId(), "PIPES:READ", "top")
              .replace("{\"type\":\"PIPES:READ\",\"resource\":\"top\"}", "\"" + scope + "\"");

      assertForbidden(
          admin.withToken(SignedJwts.of(admin(), claims)).get("/v0/datasources"),
          "a JWT can have the scopes");
    }
  }

  @Test
  void aJwtWithALimitIsToldHowItStandsAndRefusedBeyondIt() throws Exception {
    String claims =
        claimsOf(workspaceId(), "DATASOURCES:READ", "orders")
            .replace("\"name\":\"n\"", "\"name\":\"limited\",\"limits\":{\"rps\":1}");
    String jwt = SignedJwts.of(admin(), claims);
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(SERVER.server().address() + "/v0/datasources?token=" + jwt))
              .build();
      // one a second: of so many at once some are too many, however slow this machine is
      for (int i = 0; i < 200 && answers.stream().noneMatch(a -> a.statusCode() == 429); i++) {
        answers.add(http.send(request, HttpResponse.BodyHandlers.ofString()));
      }
    }

    HttpResponse<String> first = answers.getFirst();
    HttpResponse<String> refused = answers.getLast();
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("X-RateLimit-Limit")).contains("1");
    assertThat(first.headers().firstValue("X-RateLimit-Remaining")).contains("0");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(refused.headers().firstValue("X-RateLimit-Reset")).contains("1");
    assertThat(refused.body()).contains("\"error\":\"This JWT's name may make 1 requests");
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

  private static String admin() {
    return SERVER.server().tokens().workspaceAdminToken();
  }

  private String workspaceId() {
    return admin.get("/v1/workspace").json().path("id").asString();
  }

  private static String jwt(String key, String workspace, String type, String resource) {
    return SignedJwts.of(key, claimsOf(workspace, type, resource));
  }

  private static String claimsOf(String workspace, String type, String resource) {
    return """
    {"workspace_id":"%s","name":"n","exp":%d,"scopes":[{"type":"%s","resource":"%s"}]}\
    """
        .formatted(workspace, LATER, type, resource);
  }

  private static JsonNode claims(String jwt) {
    byte[] json = java.util.Base64.getUrlDecoder().decode(jwt.split("\\.")[1]);
    return tools.jackson.databind.json.JsonMapper.builder()
        .build()
        .readTree(new String(json, StandardCharsets.UTF_8));
  }
}
