package dev.nightjar.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which server a command is for; none of these is asked anything. */
class ServerLocatorTest {

  private static final URI LOCAL = URI.create("http://localhost:7181");

  @TempDir Path home;
  private Path project;

  @BeforeEach
  void project() throws IOException {
    project = Files.createDirectories(home.resolve("work/project"));
    profiles().with("local", new ServerProfile(LOCAL, Optional.of("local-token")));
  }

  @Test
  void withoutAnythingElseItIsTheLocalOne() {
    assertThat(found(ServerWish.NONE)).isEqualTo("LOCAL http://localhost:7181 local-token");
  }

  @Test
  void cloudIsTheProfileOfThatName() {
    profiles().with("cloud", new ServerProfile(URI.create("https://c.example"), token("c")));

    assertThat(found(cloud())).isEqualTo("CLOUD https://c.example c");
    assertThat(found(ServerWish.NONE)).startsWith("LOCAL");
  }

  @Test
  void theFolderWinsOverTheProfileAndTheEnvironmentOverTheFolder() throws IOException {
    profiles().with("cloud", new ServerProfile(URI.create("https://c.example"), token("c")));
    write(".tinyb", "{\"host\":\"https://t.example\",\"token\":\"t\"}");

    assertThat(found(cloud())).isEqualTo("CLOUD https://t.example t");
    assertThat(found(ServerWish.NONE)).isEqualTo("CLOUD https://t.example t");
    assertThat(found(cloud(), Map.of("TB_HOST", "https://e.example", "TB_TOKEN", "e")))
        .isEqualTo("CLOUD https://e.example e");
  }

  @Test
  void theSdksConfigurationNamesItsValuesByVariables() throws IOException {
    write(
        "tinybird.config.json",
        "{\"token\":\"${TINYBIRD_TOKEN}\",\"baseUrl\":\"${TINYBIRD_URL}\",\"devMode\":\"local\"}");
    write(".env.local", "TINYBIRD_TOKEN='s'\nexport TINYBIRD_URL=https://s.example/\n");

    assertThat(found(cloud())).isEqualTo("CLOUD https://s.example s");
    assertThat(found(ServerWish.NONE)).as("devMode").startsWith("LOCAL");
  }

  @Test
  void aConfigurationWhoseTokenIsNotSetIsNoServer() throws IOException {
    write("tinybird.config.json", "{\"token\":\"${NOT_SET}\",\"baseUrl\":\"https://s.example\"}");

    assertThat(found(ServerWish.NONE)).startsWith("LOCAL");
    assertThatThrownBy(() -> found(cloud()))
        .hasMessageContaining("No Cloud server is known")
        .hasMessageContaining("nightjar profile add cloud");
  }

  @Test
  void aMalformedConfigurationIsNamedWithItsPlace() throws IOException {
    write("tinybird.config.json", "{\n  \"token\": oops}");

    assertThatThrownBy(() -> found(ServerWish.NONE))
        .hasMessageContaining("tinybird.config.json:2:")
        .hasMessageContaining("is not JSON");
  }

  @Test
  void profilesAreReadByTheirOwnerOnly() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve(".config/nightjar/profiles.json"))))
        .isEqualTo("rw-------");
  }

  private Profiles profiles() {
    return Profiles.of(home, Map.of());
  }

  private static Optional<String> token(String text) {
    return Optional.of(text);
  }

  private static ServerWish cloud() {
    return new ServerWish(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Side.CLOUD),
        Optional.empty());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(project.resolve(name), text);
  }

  private String found(ServerWish wish) {
    return found(wish, Map.of());
  }

  private String found(ServerWish wish, Map<String, String> variables) {
    try (FoundServer server = new ServerLocator(project, home, LOCAL, variables).find(wish)) {
      return server.side() + " " + server.client().base() + " " + server.client().token();
    }
  }
}
