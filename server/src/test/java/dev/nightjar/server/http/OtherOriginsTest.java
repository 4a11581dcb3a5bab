package dev.nightjar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.RunningServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OtherOriginsTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  @Test
  void pagesOfOtherOriginsMayCallWhatATokenOpensAndNothingElse() throws Exception {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(SERVER.server().address().resolve("/v0/pipes/any.json"));
      HttpResponse<String> preflight =
          browser.send(
              request.method("OPTIONS", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().map())
          .containsEntry("access-control-allow-origin", List.of("*"))
          .containsEntry("access-control-allow-methods", List.of("GET, POST"))
          .doesNotContainKey("access-control-allow-credentials");
      assertThat(preflight.headers().firstValue("access-control-allow-headers").orElseThrow())
          .contains("Authorization");
      HttpResponse<String> refused = browser.send(request.GET().build(), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("access-control-allow-origin")).contains("*");
      for (String closed : List.of("/tokens", "/metrics", "/v0/tokens", "/v0/variables")) {
        HttpRequest.Builder other =
            HttpRequest.newBuilder(SERVER.server().address().resolve(closed));
        assertThat(
                browser
                    .send(other.GET().build(), BodyHandlers.ofString())
                    .headers()
                    .firstValue("access-control-allow-origin"))
            .as(closed)
            .isEmpty();
        assertThat(
                browser
                    .send(
                        other.method("OPTIONS", BodyPublishers.noBody()).build(),
                        BodyHandlers.ofString())
                    .statusCode())
            .as(closed)
            .isEqualTo(405);
      }
    }
  }
}
