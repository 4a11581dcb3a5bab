package dev.nightjar.clickhouse.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose TLS cannot be agreed on is said so at the start, not waited for. */
@Timeout(60)
class TlsStartTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path directory;

  @Test
  void aCertificateThatNobodyTrustsIsAStartError() throws Exception {
    try (ServerSocket server = tls("localhost")) {
      assertThatThrownBy(() -> RemoteClickHouse.open(RemoteOptions.at(url(server))))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("ClickHouse at localhost:" + server.getLocalPort())
          .hasMessageContaining("is not trusted")
          .hasMessageContaining("--clickhouse-ca-file");
    }
  }

  @Test
  void aCertificateForAnotherNameIsAStartError() throws Exception {
    try (ServerSocket server = tls("clickhouse.example")) {
      RemoteOptions options = RemoteOptions.at(url(server)).trusting(certificate());

      assertThatThrownBy(() -> RemoteClickHouse.open(options))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("is for another name")
          .hasMessageContaining("--clickhouse-url");
    }
  }

  @Test
  void aServerWithoutTlsIsAStartError() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> serve(server, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));

      assertThatThrownBy(() -> RemoteClickHouse.open(RemoteOptions.at(url(server))))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("speaks no TLS")
          .hasMessageContaining("http://");
    }
  }

  @Test
  void aServerThatIsAwayIsWaitedForOverTlsToo() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (RemoteClickHouse clickHouse =
        RemoteClickHouse.open(RemoteOptions.at(URI.create("https://localhost:" + port)))) {
      assertThatThrownBy(() -> clickHouse.rows(Query.of("SELECT 1")))
          .isInstanceOf(UnavailableException.class);
    }
  }

  private static URI url(ServerSocket server) {
    return URI.create("https://localhost:" + server.getLocalPort());
  }

  private Path certificate() {
    return directory.resolve("server.pem");
  }

  /** A socket that shakes hands with a certificate of its own making. */
  private ServerSocket tls(String name) throws Exception {
    Path store = directory.resolve("server.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "SAN=DNS:" + name,
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "server",
        "-file",
        certificate().toString(),
        "-keystore",
        store.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    ServerSocket server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(server, ""));
    return server;
  }

  private static void serve(ServerSocket server, String answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (socket.getInputStream().read() >= 0) {
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // The client goes away when it has seen the certificate.
      }
    }
  }

  private static void keytool(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 3];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[arguments.length + 1] = "-storepass";
    command[arguments.length + 2] = PASSWORD;
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
