package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.RootKey;
import dev.nightjar.cli.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The server in the background, as a process of its own. */
class LocalServerTest {

  @TempDir Path home;
  private Map<String, String> variables = Map.of();

  @AfterEach
  void stop() {
    run("local", "stop");
  }

  @Test
  void credentialsAreHiddenUnlessTheyAreWanted() throws IOException {
    RootKey key = AwsLocalOptions.defaults().rootKeys().getFirst();
    try (AwsLocal aws = AwsLocal.start(AwsLocalOptions.defaults())) {
      variables = new HashMap<>(System.getenv());
      variables.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
      variables.put("AWS_ACCESS_KEY_ID", key.id());
      variables.put("AWS_SECRET_ACCESS_KEY", key.secret());

      assertThat(run("local", "status").code()).isEqualTo(1);
      String port = freePort();
      Shell.Outcome started =
          run("local", "start", "--port", port, "--clickhouse-port", freePort());
      assertThat(started.err()).isEmpty();
      assertThat(started.out()).contains("has no AWS credentials");
      assertThat(run("local", "start").out()).contains("runs already", port);
      assertThat(run("local", "start", "--port", freePort()).err())
          .contains("runs already", port, "`nightjar local restart`");
      assertThat(status().path("aws_account").isNull()).isTrue();
      long pid = status().path("pid").asLong();
      assertThat(run("status").out()).as("commands find it").contains("No mirrors");
      assertThat(run("local", "start", "--use-aws-creds").err())
          .contains("`nightjar local restart --use-aws-creds`");

      Shell.Outcome restarted = run("local", "restart", "--use-aws-creds", "--output", "json");
      assertThat(Json.parse(restarted.out()).path("uses_aws_credentials").asBoolean()).isTrue();

      assertThat(status().path("aws_account").asString()).isEqualTo("123456789012");
      assertThat(status().path("pid").asLong()).isNotEqualTo(pid);
      assertThat(run("local", "stop", "--output", "csv").out())
          .isEqualTo("running,stopped\nfalse,true\n");
      assertThat(run("local", "status").code()).isEqualTo(1);
    }
  }

  @Test
  void aPortThatIsTakenIsNotWaitedFor() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      taken.close();
      HttpServer other =
          HttpServer.create(new InetSocketAddress("localhost", taken.getLocalPort()), 0);
      other.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      other.start();
      try {
        Shell.Outcome outcome =
            run("local", "start", "--port", Integer.toString(taken.getLocalPort()));

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("A server answers at", "--port").hasLineCount(1);
      } finally {
        other.stop(0);
      }
    }
    assertThat(Files.exists(home.resolve(".nightjar"))).isFalse();
  }

  @Test
  void aServerThatCannotStartSaysWhyAndIsForgotten() throws IOException {
    variables = System.getenv();
    try (ServerSocket taken = new ServerSocket(0)) {
      Shell.Outcome outcome =
          run(
              "local",
              "start",
              "--port",
              freePort(),
              "--clickhouse-port",
              Integer.toString(taken.getLocalPort()));

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .contains(Integer.toString(taken.getLocalPort()))
          .contains(home.resolve(".nightjar/server.log").toString())
          .doesNotContain("\tat ");
    }
    assertThat(Files.exists(home.resolve(".nightjar/local-server.json"))).isFalse();
  }

  private JsonNode status() {
    return Json.parse(run("local", "status", "--output", "json").out());
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private Shell.Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err), false);
    Environment environment =
        new Environment(terminal, home, home, URI.create("http://localhost:1"), variables);
    int code = NightjarCommand.line(environment).execute(arguments);
    return new Shell.Outcome(code, out.toString(), err.toString());
  }
}
