package dev.nightjar.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.ServerStartException;
import dev.nightjar.server.testing.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainKeyTest {
  private static final String KEY = "0123456789abcdef".repeat(4);

  @TempDir Path data;

  @BeforeEach
  void leaveTheEngineToTheServer() {
    EmbeddedEngine.release();
  }

  private ServerOptions options() {
    return ServerOptions.in(data).withPort(0).withoutClickHousePort();
  }

  private ServerOptions with(String key) {
    return options().withKey(ServerKey.parse(key).orElseThrow());
  }

  /** A server whose one secret is read by a connection's file. */
  private static String secret(ServerOptions options, String value) {
    try (NightjarServer server = NightjarServer.start(options)) {
      Client client =
          new Client(server.address(), Optional.of(server.tokens().workspaceAdminToken()));
      if (!value.isEmpty()) {
        client.form("POST", "/v0/variables", Map.of("name", "word", "value", value));
      }
      client.upload(
          "/v1/deploy?auto_promote=true",
          Map.of(
              "pipes/said.pipe",
              "NODE n\nSQL >\n    %\n    SELECT {{ tb_secret('word') }} AS said\n\nTYPE endpoint\n"));
      return client.get("/v0/pipes/said.csv").body();
    }
  }

  @Test
  void aKeyOfTheEnvironmentIsNotWrittenAndNeededAgain() throws IOException {
    assertThat(secret(with(KEY), "owl")).contains("owl");
    assertThat(data.resolve("key")).doesNotExist();

    byte[] before = Files.readAllBytes(data.resolve("tokens"));
    assertThatThrownBy(() -> NightjarServer.start(options()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("the key is missing")
        .hasMessageContaining("NIGHTJAR_KEY is not set");
    assertThatThrownBy(() -> NightjarServer.start(with(KEY.replace('0', '1'))))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("not the one that the data were written with")
        .hasMessageContaining("It came from NIGHTJAR_KEY")
        .message()
        .doesNotContain(KEY.substring(8));
    assertThat(data.resolve("key")).doesNotExist();
    assertThat(data.resolve("tokens")).hasBinaryContent(before);

    assertThat(secret(with(KEY), "")).contains("owl");
  }

  @Test
  void aKeyIsTakenOutOfTheDataDirectory() throws IOException {
    assertThat(secret(options(), "owl")).contains("owl");
    String key = Files.readString(data.resolve("key")).strip();
    Files.writeString(data.resolve("key"), KEY);
    assertThatThrownBy(() -> NightjarServer.start(options()))
        .hasMessageContaining("not the one that the data were written with")
        .hasMessageContaining("It came from " + data.resolve("key"));
    assertThatThrownBy(() -> NightjarServer.start(with(key)))
        .hasMessageContaining("another than the one in " + data.resolve("key"));

    Files.delete(data.resolve("key"));
    assertThat(secret(with(key), "")).contains("owl");
    assertThat(data.resolve("key")).doesNotExist();
  }
}
