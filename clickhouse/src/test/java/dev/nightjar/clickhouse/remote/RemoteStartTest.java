package dev.nightjar.clickhouse.remote;

import static dev.nightjar.clickhouse.remote.ScriptedServer.error;
import static dev.nightjar.clickhouse.remote.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.ddl.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said at the start, before anything is done at a server. */
@Timeout(60)
class RemoteStartTest {
  private static final String PASSWORD = "hunter2-and-more";

  @Test
  void saysThatThePasswordIsWrongWithoutSayingIt() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer((request, out) -> {
          out.write(
              error(
                  "403 Forbidden",
                  516,
                  "Code: 516. DB::Exception: default: Authentication failed: password is incorrect,"
                      + " or there is no user with such name. (AUTHENTICATION_FAILED)"));
          return true;
        })) {
      RemoteOptions options = RemoteOptions.at(server.url()).as("mirror", Secret.of(PASSWORD));

      Throwable thrown = catchThrowable(() -> RemoteClickHouse.open(options));

      assertThat(thrown)
          .isInstanceOf(RemoteException.class)
          .hasMessage(
              "ClickHouse at "
                  + server.url().getAuthority()
                  + " does not take the user 'mirror' with this password (AUTHENTICATION_FAILED)."
                  + " Check --clickhouse-user and the password.");
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain(PASSWORD);
      }
      assertThat(options.toString()).doesNotContain(PASSWORD);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "24.8.14.39 | 0 | is version 24.8.14.39. Nightjar needs 25.3 or newer: upgrade it.",
        "25.2.1.1 | 0 | is version 25.2.1.1.",
        "25.8.1.1 | 2 | lets the user 'default' read only (readonly = 2 in its profile)."
      })
  void refusesWhatWillNotDo(String version, String readonly, String message) throws IOException {
    try (ScriptedServer server =
        answering(
            "version() AS version", "version\treadonly\n" + version + "\t" + readonly + "\n")) {
      assertThatThrownBy(() -> RemoteClickHouse.open(RemoteOptions.at(server.url())))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void namesTheRightsThatAreMissing() throws IOException {
    try (ScriptedServer server = answering("CHECK GRANT", "result\n0\n")) {
      assertThatThrownBy(() ->
              RemoteClickHouse.open(
                  RemoteOptions.at(server.url()).databasePrefix("nj_").as("m", Secret.NONE)))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("As an administrator, run: GRANT CREATE DATABASE, ")
          .hasMessageEndingWith(" ON `nj_w_*`.* TO `m`");
    }
  }

  @Test
  void refusesAServerThatDoesNotKeepLimits() throws IOException {
    try (ScriptedServer server =
        answering(
            "getSetting('max_threads')",
            "max_execution_time\tmax_memory_usage\tmax_threads\treadonly\n0\t2147483648\t2\t1\n")) {
      assertThatThrownBy(() -> RemoteClickHouse.open(RemoteOptions.at(server.url())))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("max_execution_time is 0, not 60");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, knows no cluster 'c'", "3, has 3 shards in the cluster 'c'"})
  void refusesAClusterThatDoesNotHoldEveryRowEverywhere(int shards, String message)
      throws IOException {
    try (ScriptedServer server = answering("AS shards", "shards\n" + shards + "\n")) {
      assertThatThrownBy(
              () -> RemoteClickHouse.open(RemoteOptions.at(server.url()).on(Cluster.named("c"))))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void waitsForAServerThatIsAway() throws IOException {
    int port = freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    try (ClickHouse clickHouse = RemoteClickHouse.open(RemoteOptions.at(url))) {
      assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
          .isInstanceOf(UnavailableException.class)
          .hasMessageStartingWith("ClickHouse at 127.0.0.1:" + port + " cannot be reached: ");

      try (ScriptedServer _ = new ScriptedServer((request, out) -> false, port)) {
        await()
            .untilAsserted(
                () -> assertThat(clickHouse.query(Query.of("SELECT 1")).bytes()).isEmpty());
      }
      await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
                  .isInstanceOf(UnavailableException.class));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://host:21 | it must begin with http:// or https://",
        "host:8123 | it must begin with http:// or https://",
        "http:///x | it names no host",
        "http://host:8123/?database=x | nothing can follow its path",
        "http://me:secret@host:8123 | holds a user or a password"
      })
  void refusesAddressesThatAreNone(String url, String message) {
    assertThatThrownBy(() -> RemoteOptions.at(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void knowsTheUsualPorts() {
    assertThat(RemoteOptions.at(URI.create("http://host")).url()).hasPort(8123);
    assertThat(RemoteOptions.at(URI.create("https://host/path")).url())
        .isEqualTo(URI.create("https://host:8443/path"));
  }

  @Test
  void saysWhichCertificatesCannotBeRead(@TempDir Path directory) throws IOException {
    Path none = Files.writeString(directory.resolve("ca.pem"), "no certificate");
    RemoteOptions options = RemoteOptions.at(URI.create("https://localhost:1"));

    assertThatThrownBy(() -> RemoteClickHouse.open(options.trusting(none)))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining(none.toString());
    assertThatThrownBy(() -> RemoteClickHouse.open(options.trusting(directory.resolve("absent"))))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("absent");
  }

  private static ScriptedServer answering(String sql, String body) throws IOException {
    return new ScriptedServer((request, out) -> {
      boolean mine = request.sql().contains(sql);
      if (mine) {
        out.write(ok(body));
      }
      return mine;
    });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
