package dev.nightjar.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nightjar.clickhouse.http.HttpListeners;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A request that fails is told once, shortly, and the answer says where. */
class FailedRequestsInTheLogTest {
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.nightjar.server.http");
  private final java.util.logging.Logger library = java.util.logging.Logger.getLogger("io.helidon");
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private final List<String> toldByLibrary = new CopyOnWriteArrayList<>();
  private final Handler listening =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          toldByLibrary.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private HttpListeners server;

  @BeforeEach
  void serve() throws BindException {
    told.start();
    log.addAppender(told);
    library.addHandler(listening);
    Api api =
        new Api((token, access) -> new Caller.Anonymous(), (method, path, status, nanos) -> {})
            .get("/broken", Access.PUBLIC, exchange -> endless(1))
            .get("/sound", Access.PUBLIC, exchange -> Answer.ok(Json.object("answer", 1)));
    server = Listeners.open(Optional.empty(), 0, Duration.ofSeconds(1), api);
  }

  @AfterEach
  void stop() {
    server.close();
    log.detachAppender(told);
    library.removeHandler(listening);
  }

  private static Answer endless(int depth) {
    return depth < 0 ? Answer.ok(Json.object("depth", depth)) : endless(depth + 1);
  }

  private Client client() {
    return new Client(URI.create("http://localhost:" + server.port()), Optional.empty());
  }

  @Test
  void whatNobodyForesawIsOneEntryUnderTheReferenceThatTheAnswerHas() {
    Response response = client().get("/broken");

    assertThat(response.status()).isEqualTo(500);
    String reference = response.error().replaceFirst("(?s).*under (\\S+)\\.$", "$1");
    assertThat(told.list).hasSize(1);
    assertThat(told.list.getFirst().getFormattedMessage()).endsWith("reference " + reference);
    assertThat(told.list.getFirst().getThrowableProxy().getStackTraceElementProxyArray())
        .hasSizeBetween(2, 40);
    assertThat(toldByLibrary).isEmpty();
  }

  @Test
  void aClientThatLeavesInTheMiddleOfItsRequestIsNoErrorOfTheServer() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write("GET /sound HTTP/1.1\r\nHost: x\r\nAuth".getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      // until the server has dealt with it
      socket.getInputStream().readAllBytes();
    }

    await().until(() -> client().get("/sound").status() == 200);
    assertThat(toldByLibrary).isEmpty();
    assertThat(told.list).isEmpty();
  }

  @Test
  void aPathThatNobodyServesIsToldOnceWithItsClientsVersion() {
    ch.qos.logback.classic.Level before = log.getLevel();
    log.setLevel(ch.qos.logback.classic.Level.INFO);
    try {
      for (int i = 0; i < 2; i++) {
        Response response = client().get("/v1/never?cli_version=9.9.9&token=p.secret");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.error()).contains("GET /v1/never");
      }
    } finally {
      log.setLevel(before);
    }
    assertThat(told.list).hasSize(1);
    assertThat(told.list.getFirst().getFormattedMessage())
        .isEqualTo("unknown path: GET /v1/never (client 9.9.9)");
  }
}
