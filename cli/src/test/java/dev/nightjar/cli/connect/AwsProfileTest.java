package dev.nightjar.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.cli.Environment;
import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsProfileTest {

  @TempDir Path home;

  @Test
  void theRegionIsThatOfTheProfile() throws IOException {
    Files.createDirectory(home.resolve(".aws"));
    Files.writeString(
        home.resolve(".aws/config"),
        "[default]\nregion = eu-west-1\n[profile work]\nregion = eu-west-3\n");

    assertThat(region(Map.of())).isEqualTo("eu-west-1");
    assertThat(region(Map.of("AWS_PROFILE", "work"))).isEqualTo("eu-west-3");
    assertThat(region(Map.of("AWS_PROFILE", "other"))).isEqualTo("none");
    assertThat(region(Map.of("AWS_DEFAULT_REGION", "us-west-2"))).isEqualTo("us-west-2");
    assertThat(region(Map.of("AWS_DEFAULT_REGION", "us-west-2", "AWS_REGION", "us-west-1")))
        .isEqualTo("us-west-1");
  }

  @Test
  void theFileMayBeElsewhereOrNowhere() throws IOException {
    Path file = Files.writeString(home.resolve("config"), "[default]\nregion=sa-east-1\n");

    assertThat(region(Map.of("AWS_CONFIG_FILE", file.toString()))).isEqualTo("sa-east-1");
    assertThat(region(Map.of())).isEqualTo("none");
  }

  @Test
  void aFileThatIsBrokenIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("config"), "region us-east-1\n");

    assertThatThrownBy(() -> region(Map.of("AWS_CONFIG_FILE", file.toString())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--region");
  }

  private String region(Map<String, String> variables) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false);
    return AwsProfile.region(
            new Environment(terminal, home, home, URI.create("http://localhost:1"), variables))
        .orElse("none");
  }
}
