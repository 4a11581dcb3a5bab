package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private final Tally tally = new Tally();
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
    proxy = new TcpProxy("to echo", echo.getLocalPort(), tally, new SplittableRandom(1));
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void inCalmWeatherEverythingPassesBothWays() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("hello");
    }
    assertThat(tally.faults()).isEmpty();
  }

  @Test
  void cuttingAllBreaksWhatIsOpen() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write('x');
      assertThat(client.getInputStream().read()).isEqualTo('x');

      proxy.cutAll();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
    }
    assertThat(tally.faults()).containsEntry("to echo: all connections cut", 1L);
  }

  @Test
  void inRoughWeatherConnectionsComeToHarmAndTheProxyStays() throws IOException {
    proxy.roughen();

    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> {
          connect().close();
          return tally.faults().containsKey("to echo: connection cut")
              && tally.faults().containsKey("to echo: connection slow");
        });

    proxy.calm();
    inCalmWeatherPasses();
  }

  @Test
  void aServerThatIsDeadIsABrokenConnectionUntilItIsBack() throws IOException {
    echo.close();

    try (Socket client = connect()) {
      assertThatThrownBy(
              () -> {
                client.getOutputStream().write('x');
                if (client.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  private void inCalmWeatherPasses() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write('y');
      assertThat(client.getInputStream().read()).isEqualTo('y');
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket client = echo.accept();
        Thread.ofVirtual().start(() -> answer(client));
      } catch (IOException e) {
        assertThat(echo.isClosed()).isTrue();
      }
    }
  }

  private static void answer(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // The proxy cut it, as it should.
      assertThat(client.isClosed()).isTrue();
    }
  }
}
