package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ddl.Cluster;
import dev.nightjar.clickhouse.remote.RemoteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ClickHouse a server is started with. */
class ClickHouseOptionsTest {
  private static final String URL = "--clickhouse-url=https://ch.example.com:8443";

  @TempDir Path directory;

  @Test
  void withoutAnAddressItIsTheEmbeddedOne() {
    assertThat(remote(Map.of("NIGHTJAR_CLICKHOUSE_PASSWORD", "unused"))).isEmpty();
  }

  @Test
  void everyOptionMayComeFromTheEnvironment() {
    RemoteOptions options =
        remote(
                Map.of(
                    "NIGHTJAR_CLICKHOUSE_URL", "http://ch.example.com",
                    "NIGHTJAR_CLICKHOUSE_USER", "mirror",
                    "NIGHTJAR_CLICKHOUSE_DATABASE_PREFIX", "nj_",
                    "NIGHTJAR_CLICKHOUSE_CLUSTER", "main",
                    "NIGHTJAR_CLICKHOUSE_REPLICA_PATH", "/nj/{uuid}"))
            .orElseThrow();

    assertThat(options.url()).isEqualTo(URI.create("http://ch.example.com:8123"));
    assertThat(options.user()).isEqualTo("mirror");
    assertThat(options.databasePrefix()).isEqualTo("nj_");
    assertThat(options.cluster()).contains(new Cluster("main", "/nj/{uuid}", "{replica}"));
  }

  @Test
  void thePasswordIsNeverOnTheCommandLine() throws IOException {
    Files.writeString(directory.resolve("secret.txt"), "hunter2\n");

    assertThat(remote(Map.of(), URL, "--clickhouse-password-file=secret.txt")).isPresent();
    assertThat(remote(Map.of("NIGHTJAR_CLICKHOUSE_PASSWORD", "hunter2"), URL).toString())
        .doesNotContain("hunter2");
    assertThat(Shell.withoutServer(directory).run("server", "--clickhouse-password=x").code())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--clickhouse-user=me | name it by --clickhouse-url",
        "--clickhouse-url=ftp://host | must begin with http:// or https://",
        "--clickhouse-url=http://me:secret@host | give them by their own options",
        "--clickhouse-url=http://host --clickhouse-replica-name=x | need --clickhouse-cluster",
        "--clickhouse-url=http://host --clickhouse-password-file=absent | absent cannot be read",
        "--clickhouse-url=http://host --clickhouse-database-prefix=a-b | prefix of databases 'a-b'",
        "--clickhouse-url=http://host --clickhouse-user= | the ClickHouse user has no name"
      })
  void saysWhatDoesNotGoTogether(String arguments, String message) {
    assertThatThrownBy(() -> remote(Map.of(), arguments.split(" ")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aPasswordIsGivenOnce() {
    assertThatThrownBy(() ->
            remote(
                Map.of("NIGHTJAR_CLICKHOUSE_PASSWORD", "a"),
                URL,
                "--clickhouse-password-file=secret.txt"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("given twice");
  }

  private Optional<RemoteOptions> remote(Map<String, String> variables, String... arguments) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            false);
    Environment environment =
        new Environment(
            terminal, directory, directory, URI.create("http://localhost:1"), variables);
    var line = ServerCommand.line(environment).setCaseInsensitiveEnumValuesAllowed(true);
    line.parseArgs(arguments);
    ServerCommand command = line.getCommand();
    return command.clickHouse.remote(environment);
  }
}
