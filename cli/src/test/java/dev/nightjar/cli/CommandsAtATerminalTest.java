package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that ask, as processes at a real (pseudo) terminal, which {@code script} gives them. */
class CommandsAtATerminalTest {

  @TempDir static Path folder;
  private static Machine machine;

  @TempDir Path project;
  private TerminalSession terminal;

  @BeforeAll
  static void machine() throws IOException {
    machine = new Machine(folder);
  }

  @AfterAll
  static void stop() {
    machine.close();
  }

  @AfterEach
  void endWhatIsLeft() throws InterruptedException {
    terminal.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm", "dumb"})
  void controlCLeavesNothing(String type) throws Exception {
    start(type);
    see("? Connection name");
    type("my_ddb\r");
    see("? DynamoDB table name");
    type(TerminalSession.CONTROL_C);

    assertThat(terminal.exitCode()).isEqualTo(130);
    assertThat(new ConnectingUser(machine, project).files()).isEmpty();
    assertThat(new ConnectingUser(machine, project).hasSecret("my_ddb")).isFalse();
  }

  @Test
  void controlCAtAMenuLeavesNothing() throws Exception {
    terminal =
        new TerminalSession(
            "xterm",
            project,
            machine.address(),
            "connection create dynamodb --name my_ddb --table orders --bucket b-1 --region us-east-1");
    see("then Enter");
    type(TerminalSession.CONTROL_C);

    see("stopped.");
    assertThat(terminal.exitCode()).isEqualTo(130);
  }

  @Test
  void answersAreTyped() throws Exception {
    start("xterm");
    see("? Connection name");
    type("other\r");
    see("? DynamoDB table name");
    type("<\r");
    see("? Connection name");
    type("typpo\u007f\u007fed\r");
    see("? DynamoDB table name");
    type("orders\r");
    see("? Export bucket name");
    type("*\r");
    see("? Region");
    type("\r");
    see("Which environments");
    see("then Enter");
    type("\u001b[B\u001b[A\r");
    see("> [1] Local only");
    see("Press Enter to continue");
    type("\r");
    see("sts:ExternalId");
    see("Press Enter to continue");
    type("\r");
    see("? ARN of the role");
    type("arn:aws:iam::123456789012:role/n\r");
    see("? ARN of the DynamoDB table");
    type("skip\r");

    assertThat(terminal.exitCode()).isZero();
    assertThat(new ConnectingUser(machine, project).files())
        .containsExactly("connections/typed.connection");
  }

  @Test
  void queriesAreCompletedKeptAndDescribed() throws Exception {
    Files.writeString(
        project.resolve("plain.datasource"), "SCHEMA >\n    city String,\n    people Int64\n");
    assertThat(machine.shell(project).run("build").code()).isZero();
    terminal = new TerminalSession("xterm", project, machine.address(), "sql");
    see("main> ");
    type("select count() as n from pl\t\rwhere peo\t= 1;\r");
    see("1 row");
    type("\\d plain\r");
    see("people  Int64");
    type("\\d nowhere\r");
    see("nowhere");
    type("\u001b[A\u001b[A\u001b[A\r");
    see("1 row");
    type("select 1" + TerminalSession.CONTROL_C);
    see("main> ");
    type("\\q\r");

    assertThat(terminal.exitCode()).isZero();
  }

  private void start(String type) throws IOException {
    terminal = new TerminalSession(type, project, machine.address(), "connection create dynamodb");
  }

  private void see(String text) {
    terminal.see(text);
  }

  private void type(String keys) throws IOException {
    terminal.type(keys);
  }
}
