package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command as a process at a real (pseudo) terminal, which {@code script} gives it. */
final class TerminalSession implements AutoCloseable {
  static final String CONTROL_C = "\u0003";

  private final StringBuffer screen = new StringBuffer();
  private final Process process;

  /**
   * Starts a command.
   *
   * @param type the terminal's, such as {@code xterm}
   */
  TerminalSession(String type, Path directory, URI server, String arguments) throws IOException {
    String command =
        "stty cols 100 rows 40; exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' %s --host %s %s"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Main.class.getName(),
                server,
                arguments);
    ProcessBuilder builder =
        new ProcessBuilder(
                System.getProperty("os.name").startsWith("Mac")
                    ? List.of("script", "-q", "/dev/null", "sh", "-c", command)
                    // whoever runs tests in the background may have told them to ignore Ctrl-C
                    : List.of(
                        "env", "--default-signal=INT", "script", "-qec", command, "/dev/null"))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("TERM", type);
    // what a command keeps of its user is none of the one who runs the tests
    builder.environment().put("HOME", directory.toString());
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
  void see(String text) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(screen.toString()).contains(text));
    screen.delete(0, screen.indexOf(text) + text.length());
  }

  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the command's end and answers its exit code. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
