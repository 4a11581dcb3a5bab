package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are away, or that are none: a command says so in a sentence. */
class BadServerTest {
  @TempDir Path folder;

  private HttpServer server;
  private int status;
  private String type;
  private String body;

  @BeforeEach
  void writeAProject() throws IOException {
    Files.writeString(folder.resolve("a.datasource"), "SCHEMA >\n    id String\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", type);
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("build"),
        List.of("deploy"),
        List.of("status"),
        List.of("secret", "ls"),
        List.of("sql", "SELECT 1"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void nobodyListens(List<String> command) {
    Shell.Outcome outcome = run(URI.create("http://127.0.0.1:1"), command);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualToIgnoringNewLines(
            "nightjar: No Nightjar server answers at http://127.0.0.1:1. Start one with `nightjar server`, or name another with --host.");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aPageIsNoAnswer(List<String> command) {
    answer(200, "text/html", "<html><body>It works!</body></html>");

    // What a query answers is text of any kind.
    if (!command.getFirst().equals("sql")) {
      assertOneSentence(run(address(), command), "something other than JSON (HTTP 200)");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anErrorOfAProxy(List<String> command) {
    answer(502, "text/html", "<html><h1>Bad Gateway</h1>" + "x".repeat(10_000) + "</html>");

    Shell.Outcome outcome = run(address(), command);

    assertOneSentence(outcome, "502");
    assertThat(outcome.err()).hasSizeLessThan(600);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aTokenThatIsWrong(List<String> command) {
    answer(403, "application/json", "{\"error\": \"This token is not valid here.\"}");

    Shell.Outcome outcome = run(address(), command);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("This token is not valid here.").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFullDisk(List<String> command) {
    answer(507, "application/json", "{\"error\": \"The disk is full.\"}");

    assertThat(run(address(), command).err()).contains("The disk is full.").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void jsonThatSaysNothing(List<String> command) {
    for (String said : List.of("{}", "[]", "null", "\"x\"", "")) {
      answer(200, "application/json", said);

      Shell.Outcome outcome = run(address(), command);

      assertThat(outcome.code()).as(said).isIn(0, 1);
      assertThat(outcome.err()).doesNotContain("\tat ").doesNotContain("Exception");
    }
  }

  @Test
  void aServerThatHangsUp() throws IOException {
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (true) {
                try (Socket socket = rude.accept()) {
                  socket.getInputStream().read();
                }
              }
            } catch (IOException e) {
              // The test is over.
              Thread.currentThread().interrupt();
            }
          });
      Shell.Outcome outcome =
          run(URI.create("http://127.0.0.1:" + rude.getLocalPort()), List.of("status"));

      assertOneSentence(outcome, "broke");
    }
  }

  /** What is deployed is live at once, and may be replaced by the next look at it. */
  @Test
  void aDeploymentThatIsReplacedAtOnceWasLive() {
    String deployment =
        "{\"result\":\"success\",\"deployment\":{\"id\":\"7\",\"status\":\"deleted\",\"live\":%s}}";
    answer(200, "application/json", deployment.formatted(true));
    Shell.Outcome live = run(address(), List.of("deploy"));
    answer(200, "application/json", deployment.formatted(false));
    Shell.Outcome staged = run(address(), List.of("deploy"));

    assertThat(live.err()).isEmpty();
    assertThat(live.out()).isEqualTo("✓ Deployment 7 is live\n");
    assertOneSentence(staged, "another one has replaced it, or it was discarded");
  }

  @Test
  void aTokenThatIsNone() {
    assertOneSentence(
        new Shell(folder, address()).run("status", "--token", "a\nb"), "Copy it anew");
  }

  @Test
  void aFormatThatIsNone() {
    Shell.Outcome outcome = new Shell(folder, address()).run("status", "--output", "xml");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("'xml'").doesNotContain("\tat ");
  }

  @Test
  void anErrorOfNightjarItself() {
    // A folder that cannot be: nobody has foreseen that.
    Shell.Outcome outcome = new Shell(null, address()).run("build", "--token", "t");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("an error of nightjar itself")
        .containsPattern("with the file \\S+nightjar-error-\\S+\\.log")
        .doesNotContain("\tat ");
  }

  private void answer(int newStatus, String newType, String newBody) {
    status = newStatus;
    type = newType;
    body = newBody;
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private Shell.Outcome run(URI address, List<String> command) {
    String[] arguments =
        Stream.concat(command.stream(), Stream.of("--token", "t")).toArray(String[]::new);
    return new Shell(folder, address).run(arguments);
  }

  private static void assertOneSentence(Shell.Outcome outcome, String part) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("nightjar: ").contains(part).doesNotContain("\tat ");
    assertThat(outcome.err().strip().lines()).hasSize(1);
  }
}
