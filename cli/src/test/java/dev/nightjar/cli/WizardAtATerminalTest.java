package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wizard as a process at a real (pseudo) terminal, which {@code script} gives it. */
class WizardAtATerminalTest {

  private static final String CONTROL_C = "\u0003";

  @TempDir static Path folder;
  private static Machine machine;

  @TempDir Path project;
  private final StringBuffer screen = new StringBuffer();
  private Process process;

  @BeforeAll
  static void machine() throws IOException {
    machine = new Machine(folder);
  }

  @AfterAll
  static void stop() {
    machine.close();
  }

  @AfterEach
  void endWhatIsLeft() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm", "dumb"})
  void controlCLeavesNothing(String type) throws Exception {
    start(type);
    see("? Connection name");
    type("my_ddb\r");
    see("? DynamoDB table name");
    type(CONTROL_C);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(new ConnectingUser(machine, project).files()).isEmpty();
    assertThat(new ConnectingUser(machine, project).hasSecret("my_ddb")).isFalse();
  }

  @Test
  void answersAreTyped() throws Exception {
    start("xterm");
    see("? Connection name");
    type("typpo\u007f\u007fed\r");
    see("? DynamoDB table name");
    type("orders\r");
    see("? Export bucket name");
    type("*\r");
    see("? Region");
    type("\r");
    see("Press Enter to continue");
    type("\r");
    see("sts:ExternalId");
    see("Press Enter to continue");
    type("\r");
    see("? ARN of the role");
    type("arn:aws:iam::123456789012:role/n\r");
    see("? ARN of the DynamoDB table");
    type("skip\r");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(new ConnectingUser(machine, project).files())
        .containsExactly("connections/typed.connection");
  }

  private void start(String type) throws IOException {
    String command =
        "stty cols 100 rows 40; exec '%s' --enable-native-access=ALL-UNNAMED -cp '%s' %s --host %s connection create dynamodb"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Main.class.getName(),
                machine.address());
    ProcessBuilder builder =
        new ProcessBuilder(
                System.getProperty("os.name").startsWith("Mac")
                    ? List.of("script", "-q", "/dev/null", "sh", "-c", command)
                    : List.of("script", "-qec", command, "/dev/null"))
            .directory(project.toFile())
            .redirectErrorStream(true);
    builder.environment().put("TERM", type);
    process = builder.start();
    Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int c = out.read(); c >= 0; c = out.read()) {
        screen.append((char) c);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for that text and forgets all before its end. */
  private void see(String text) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(screen.toString()).contains(text));
    screen.delete(0, screen.indexOf(text) + text.length());
  }

  private void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }
}
