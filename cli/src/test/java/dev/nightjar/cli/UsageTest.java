package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class UsageTest {

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void machineWithoutServer() {
    shell = Shell.withoutServer(folder);
  }

  static Stream<String> commands() {
    CommandLine line =
        NightjarCommand.line(
            new Environment(
                Terminal.ofProcess(),
                Path.of(""),
                Path.of(""),
                URI.create("http://x:1"),
                Map.of()));
    return below(line).skip(1).map(spec -> spec.qualifiedName().replaceFirst("^nightjar ", ""));
  }

  private static Stream<CommandSpec> below(CommandLine line) {
    return Stream.concat(
        Stream.of(line.getCommandSpec()),
        line.getSubcommands().values().stream().distinct().flatMap(UsageTest::below));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelpsWithExamples(String command) {
    Outcome help = shell.run((command + " --help").split(" "));

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: nightjar " + command).containsPattern("Examples?:");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(shell.run("--version").out())
        .containsPattern("nightjar \\d+\\.\\d+")
        .contains("Java ");
  }

  @Test
  void noCommandIsWrongUsage() {
    Outcome outcome = shell.run();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("nightjar: Name a command.\nTry `nightjar --help`.\n");
  }

  @Test
  void aMisspeltCommandIsSuggested() {
    Outcome outcome = shell.run("depoly");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("depoly").contains("deploy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sql",
        "build --no-such-option",
        "sql --output yaml x",
        "demo --items many",
        "demo --exit",
        "demo --items -1",
        "secret",
        "secret set",
        "token",
        "token create app",
        "token create --scope TOKENS",
        "token create app --scope TOKENS --rps 5",
        "token create app --scope TOKENS --filter 1",
        "token create app --scope DATASOURCES:READ:a --scope DATASOURCES:READ:b --filter 1",
        "token create app --scope TOKENS --fixed a=b",
        "token create app --scope PIPES:READ:p --fixed a",
        "token create app --scope PIPES:READ:p --expires soon",
        "server --port 70000",
        "connection",
        "connection create",
        "connection create kafka",
        "connection create dynamodb --yes",
        "connection create dynamodb --number-key-type Float64",
        "connection create dynamodb --role-timeout -1",
        "connection policy --bucket a/b",
        "datasource create",
        "datasource create --dynamodb --yes",
        "verify",
        "sql --file a.sql SELECT",
        "--local --cloud status",
        "--profile x --host y status",
        "profile add a/b --host x",
        "completion csh",
        "connection create dynamodb --environments mars",
        "resync"
      })
  void wrongUsageEndsWith2(String line) {
    Outcome outcome = shell.run(line.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("nightjar: ").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sql SELECT",
        "status",
        "datasource ls",
        "secret ls",
        "connection ls",
        "connection policy",
        "connection create dynamodb"
      })
  void withoutAServerASentenceSaysSo(String line) {
    Outcome outcome = shell.run(line.split(" "));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            "nightjar: No Nightjar server answers at http://localhost:1."
                + " Start one with `nightjar server`, or name another with --host.\n");
  }

  @Test
  void whereAnErrorCameFromIsShownOnRequest() {
    assertThat(shell.run("status", "--debug").err()).contains("\tat ").contains("ConnectException");
    assertThat(shell.run("--debug", "status").err()).contains("\tat ");
  }

  @Test
  void anAddressThatIsNone() {
    assertThat(shell.run("status", "--host", "ftp://x", "--token", "t").err())
        .contains("`ftp://x` is no server address");
    assertThat(shell.run("--host", "http:// /", "status").err()).contains("is no server address");
  }

  @Test
  void theNearestSavedServerIsUsed() throws IOException {
    Files.writeString(
        folder.resolve(".tinyb"), "{\"host\":\"http://localhost:2/\",\"token\":\"t\"}");
    Path deep = Files.createDirectories(folder.resolve("a/b"));

    assertThat(Shell.withoutServer(deep).run("status").err())
        .contains("No Nightjar server answers at http://localhost:2.");
    assertThat(Shell.withoutServer(deep).run("--host", "localhost:3", "status").err())
        .contains("No Nightjar server answers at http://localhost:3.");
  }

  @Test
  void aSavedServerThatCannotBeRead() throws IOException {
    Files.writeString(folder.resolve(".tinyb"), "host: here");

    assertThat(shell.run("status").err()).contains(".tinyb:1:1 is not JSON");
  }

  @Test
  void aFolderWithoutAProject() {
    Outcome outcome = shell.run("build");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("no .datasource, .pipe or .connection file in " + folder);
  }

  @Test
  void aSecretNeedsItsValue() {
    assertThat(shell.run("secret", "set", "name").err())
        .isEqualTo("nightjar: Standard input holds no value for name.\n");
  }
}
