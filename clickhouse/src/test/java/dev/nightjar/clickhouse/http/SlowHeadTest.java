package dev.nightjar.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.http.ReadAhead.Patience;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Heads of requests that do not end. */
class SlowHeadTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final BlockingQueue<byte[]> coming = new LinkedBlockingQueue<>();

  private ReadAhead reading(Duration first, Duration whole) {
    DataReader socket =
        DataReader.create(() -> {
          try {
            return coming.take();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return new ReadAhead(socket, new Patience(first, whole));
  }

  @Test
  void aHeadOfWhichNothingMoreComesIsTheEndOfTheConnection() {
    ReadAhead reading = reading(LONG, Duration.ofMillis(20));
    coming.add(new byte[] {'G'});

    assertThat(reading.get()).containsExactly('G');
    assertThat(reading.get()).isNull();
  }

  @Test
  void aHeadThatComesByteByByteIsItsEndToo() {
    ReadAhead reading = reading(LONG, Duration.ofMillis(20));
    Thread.ofVirtual()
        .start(() -> {
          while (coming.size() < 10_000) {
            coming.add(new byte[] {'x'});
          }
        });

    int bytes = 0;
    while (reading.get() != null) {
      bytes++;
    }

    assertThat(bytes).isPositive();
  }

  @Test
  @Timeout(60)
  void aSocketWhoseHeadDoesNotEndIsClosed() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    WebServer server =
        WebServer.builder()
            .bindAddress(new InetSocketAddress(here, 0))
            .shutdownHook(false)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(
                WatchedConnections.of(
                    Http1Config.create(), new Patience(LONG, Duration.ofMillis(100))))
            .routing(
                HttpRouting.builder()
                    .addFilter(WatchedConnections::whenHeadIsThere)
                    .get("/", (request, response) -> response.send("there")))
            .build()
            .start();
    try (Socket socket = new Socket(here, server.port())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\nX: ".getBytes(StandardCharsets.US_ASCII));

      // its end is what is waited for
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .doesNotContain("there");
    } finally {
      server.stop();
    }
  }

  @Test
  void aConnectionOnWhichNoRequestBeginsIsLetGo() {
    assertThat(reading(Duration.ofMillis(20), LONG).get()).isNull();
  }

  @Test
  void aBodyMayTakeItsTime() {
    ReadAhead reading = reading(Duration.ofMillis(20), Duration.ofMillis(20));
    coming.add(new byte[] {'h'});
    assertThat(reading.get()).containsExactly('h');
    reading.endHead();
    Thread.ofVirtual()
        .start(() -> {
          for (int i = 0; i < 100_000; i++) {
            Thread.onSpinWait();
          }
          coming.add(new byte[] {'b'});
        });

    assertThat(reading.get()).containsExactly('b');

    reading.expectHead();
    assertThat(reading.get()).isNull();
  }
}
