package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What a server is started with: the command line, else the environment, else the usual. */
class ServerOptionsTest {

  @Test
  void anOptionIsTakenFromTheEnvironmentUnlessItIsTyped() {
    Map<String, String> variables =
        Map.of(
            "NIGHTJAR_PORT", "8080",
            "NIGHTJAR_DATA_DIR", "/var/lib/nightjar",
            "NIGHTJAR_LOG", "json",
            "NIGHTJAR_ENABLE_STREAMS_AND_PITR", "true",
            "NIGHTJAR_TABLE_SIZE_LIMIT", "500GB",
            "NIGHTJAR_TABLE_WCU_LIMIT", "250",
            "NIGHTJAR_HEALING_DELETE_LIMIT", "45 %",
            "NIGHTJAR_MIRRORS_PER_TABLE", "4",
            "NIGHTJAR_POLL_BUDGET", "25");

    ServerCommand fromVariables = parsed(variables);
    ServerCommand typed =
        parsed(
            variables,
            "--port=0",
            "--log=text",
            "--no-enable-streams-and-pitr",
            "--table-size-limit",
            "1 TiB");

    assertThat(fromVariables.port).isEqualTo(8080);
    assertThat(fromVariables.dataDir).contains(Path.of("/var/lib/nightjar"));
    assertThat(fromVariables.log).isEqualTo(Logging.Format.JSON);
    assertThat(fromVariables.enableStreamsAndPitr).isTrue();
    assertThat(fromVariables.tableSizeLimit).contains(new ByteSize(500_000_000_000L));
    assertThat(fromVariables.tableWcuLimit).contains(new WriteCapacity(250));
    assertThat(fromVariables.healingDeleteLimit).contains(new Percentage(45));
    assertThat(fromVariables.mirrorsPerTable).contains(new QueryOptions.Count(4));
    assertThat(fromVariables.pollBudget).contains(new QueryOptions.Count(25));
    assertThat(typed.port).isZero();
    assertThat(typed.dataDir).contains(Path.of("/var/lib/nightjar"));
    assertThat(typed.log).isEqualTo(Logging.Format.TEXT);
    assertThat(typed.enableStreamsAndPitr).isFalse();
    assertThat(typed.tableSizeLimit).contains(new ByteSize(1L << 40));
  }

  @Test
  void clickHousesPortCanBeChosenAndSwitchedOff() {
    assertThat(parsed(Map.of()).clickHousePort).isEmpty();
    assertThat(parsed(Map.of(), "--clickhouse-port", "9000").clickHousePort)
        .contains(new OptionalPort(OptionalInt.of(9000)));
    assertThat(parsed(Map.of("NIGHTJAR_CLICKHOUSE_PORT", "none")).clickHousePort)
        .contains(new OptionalPort(OptionalInt.empty()));
    assertThatThrownBy(() -> new OptionalPort.Converter().convert("70000"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("`70000` is no number from 0 to 65535");
  }

  @Test
  void withoutEitherNothingIsLimitedAndNothingSwitchedOn() {
    ServerCommand usual = parsed(Map.of("NIGHTJAR_TABLE_SIZE_LIMIT", " ", "PORT", "1"));

    assertThat(usual.port).isEqualTo(7181);
    assertThat(usual.enableStreamsAndPitr).isFalse();
    assertThat(usual.tableSizeLimit).isEqualTo(Optional.empty());
    assertThat(parsed(Map.of(), "--enable-streams-and-pitr").enableStreamsAndPitr).isTrue();
    assertThat(usual.trustLocal).isTrue();
    assertThat(parsed(Map.of(), "--no-trust-local").trustLocal).isFalse();
    assertThat(parsed(Map.of("NIGHTJAR_TRUST_LOCAL", "false")).trustLocal).isFalse();
  }

  @Test
  void externalIdsCanBeMadeWithAKeyThatServersShare() {
    ServerCommand shared =
        parsed(
            Map.of("NIGHTJAR_EXTERNAL_ID_WORKSPACE", "sales"),
            "--external-id-key-file",
            "/run/secrets/external-ids");

    assertThat(shared.externalIds.workspace).contains("sales");
    assertThat(shared.externalIds.keyFile).contains(Path.of("/run/secrets/external-ids"));
  }

  @ParameterizedTest
  @CsvSource({
    "NIGHTJAR_KEY, short, NIGHTJAR_KEY holds no key: 64 hexadecimal digits",
    "NIGHTJAR_EXTERNAL_ID_KEY, short, holds no key: 64 hexadecimal digits",
    "NIGHTJAR_EXTERNAL_ID_KEY_FILE, /absent/key, There is no file /absent/key",
    "NIGHTJAR_EXTERNAL_ID_WORKSPACE, a-b, is no name of a workspace"
  })
  void aServerDoesNotStartWithOtherKeysAndExternalIdsThanMeant(
      String name, String value, String why) {
    Shell.Outcome outcome =
        Shell.withoutServer(Path.of("")).withVariable(name, value).run("server");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains(why).doesNotContain("short");
  }

  @ParameterizedTest
  @CsvSource({
    "NIGHTJAR_PORT, tcp://10.0.0.1:7181, no number from 0 to 65535",
    "NIGHTJAR_LOG, yaml, expected one of",
    "NIGHTJAR_TABLE_SIZE_LIMIT, big, is no size",
    "NIGHTJAR_TABLE_WCU_LIMIT, -1, no number of write capacity units",
    "NIGHTJAR_HEALING_DELETE_LIMIT, 101, no percentage",
    "NIGHTJAR_MIRRORS_PER_TABLE, 0, no whole number from 1",
    "NIGHTJAR_ENABLE_STREAMS_AND_PITR, maybe, is not a boolean"
  })
  void aWrongValueInTheEnvironmentNamesItsVariable(String name, String value, String why) {
    Shell.Outcome outcome =
        Shell.withoutServer(Path.of("")).withVariable(name, value).run("server");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(why, "environment variable " + name + ".");
  }

  @Test
  void aWrongValueOnTheCommandLineIsNotTheEnvironments() {
    Shell shell = Shell.withoutServer(Path.of("")).withVariable("NIGHTJAR_PORT", "8080");

    assertThat(shell.run("server", "--port", "70000").err())
        .contains("--port", "`70000`")
        .doesNotContain("NIGHTJAR_PORT");
  }

  @Test
  void aWrongValueInTheEnvironmentDoesNotMatterWhereTheOptionIsTyped() {
    assertThat(parsed(Map.of("NIGHTJAR_PORT", "many"), "--port", "1").port).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "500GB, 500000000000",
    "500 gb, 500000000000",
    "1, 1",
    "1B, 1",
    "1.5KB, 1500",
    "2KiB, 2048",
    "3MB, 3000000",
    "1MiB, 1048576",
    "1GiB, 1073741824",
    "0.5TB, 500000000000",
    "1TiB, 1099511627776",
    "9223372036854775807, 9223372036854775807"
  })
  void sizesAreRead(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GB", "0", "0GB", "-1GB", "1.5", "1e3", "1PB", "9223372036854775808", "1 G B"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("`" + text + "` is no size");
  }

  private static ServerCommand parsed(Map<String, String> variables, String... arguments) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            false);
    Environment environment =
        new Environment(
            terminal, Path.of(""), Path.of(""), URI.create("http://localhost:1"), variables);
    var line = ServerCommand.line(environment).setCaseInsensitiveEnumValuesAllowed(true);
    line.parseArgs(arguments);
    return line.getCommand();
  }
}
