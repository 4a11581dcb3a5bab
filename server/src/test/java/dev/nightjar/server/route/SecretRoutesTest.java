package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecretRoutesTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client client = SERVER.client();

  @Test
  void setsListsChangesAndDeletesWithoutEverTellingTheValue() {
    assertThat(client.get("/v0/variables/role").status()).isEqualTo(404);
    assertThat(client.form("PUT", "/v0/variables/role", Map.of("value", "x")).status())
        .isEqualTo(404);

    String made = set("role", "arn:first").body();
    String changed = client.form("PUT", "/v0/variables/role", Map.of("value", "arn:second")).body();
    String list = client.get("/v0/variables").body();

    assertThat(list).contains("\"role\"");
    assertThat(made + changed + list + client.get("/v0/variables/role").body())
        .doesNotContain("arn:first")
        .doesNotContain("arn:second");
    assertThat(client.delete("/v0/variables/role").status()).isEqualTo(200);
    assertThat(client.get("/v0/variables/role").status()).isEqualTo(404);
  }

  @Test
  void theSameValueAgainTouchesNothing() {
    String before = set("same", "value").json().path("updated_at").asString();

    assertThat(set("same", "value").json().path("updated_at").asString()).isEqualTo(before);
    assertThat(set("same", "another").json().path("updated_at").asString()).isNotEqualTo(before);
  }

  @Test
  void refusesABadNameAndAMissingValue() {
    assertThat(set("no name", "x").status()).isEqualTo(400);
    assertThat(client.form("POST", "/v0/variables", Map.of("name", "x")).error()).contains("value");
  }

  @Test
  void aTableIsNotValidatedWithASecretThatIsNoRole() {
    set("api_key", "a key that nobody may see");

    assertThat(validate("api_key").error())
        .isEqualTo("role_arn_required: the secret 'api_key' holds no role's ARN.");
    assertThat(validate("never_set").error())
        .isEqualTo("role_arn_required: the secret 'never_set' is not set.");
  }

  private Client.Response validate(String secret) {
    return client.post(
        "/v1/integrations/dynamodb/validate",
        """
        {"table_arn": "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
         "region": "us-east-1", "role_arn_secret": "%s"}
        """
            .formatted(secret));
  }

  @Test
  void nothingOnDiskHoldsTheValue() throws IOException {
    set("hidden", "a-value-that-nobody-else-has");

    try (Stream<Path> files = Files.walk(SERVER.dataDir())) {
      List<Path> found =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(SERVER.dataDir().resolve("clickhouse")))
              .filter(file -> content(file).contains("a-value-that-nobody-else-has"))
              .toList();
      assertThat(found).isEmpty();
    }
  }

  private Client.Response set(String name, String value) {
    return client.form("POST", "/v0/variables", Map.of("name", name, "value", value));
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
