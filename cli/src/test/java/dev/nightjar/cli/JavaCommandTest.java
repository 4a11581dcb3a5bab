package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

  private static final Path CHECKOUT = Path.of(System.getProperty("nightjar.home"));
  private static final String FILE = "cli/src/main/resources/dev/nightjar/cli/server.jvm";

  @Test
  void aServersOptionsAreThoseThatTheLauncherReads() throws IOException {
    assertThat(Files.readString(CHECKOUT.resolve("nightjar"))).contains("$root/" + FILE);
    assertThat(JavaCommand.serverOptions())
        .contains("-Xmx400m", "-XX:MetaspaceSize=96m")
        .isEqualTo(
            Files.readAllLines(CHECKOUT.resolve(FILE)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList());
  }

  @Test
  void aCommandRunsInAProcessOfItsOwn() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(JavaCommand.of(JavaCommand.serverOptions(), List.of("--version")))
            .redirectErrorStream(true)
            .start();

    try (var out = process.inputReader()) {
      assertThat(out.readAllAsString()).startsWith("nightjar ");
    }
    assertThat(process.waitFor()).isZero();
  }
}
