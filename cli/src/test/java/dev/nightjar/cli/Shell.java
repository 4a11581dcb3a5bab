package dev.nightjar.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** Runs commands as a shell does, in a folder, with a server of this machine. */
public final class Shell {

  /** What a command printed and ended with. */
  public record Outcome(int code, String out, String err) {}

  private final Path folder;
  private final URI localServer;
  private final Map<String, String> variables;

  Shell(Path folder, URI localServer) {
    this(folder, localServer, Map.of());
  }

  private Shell(Path folder, URI localServer, Map<String, String> variables) {
    this.folder = folder;
    this.localServer = localServer;
    this.variables = variables;
  }

  /** The same with that environment variable and no other. */
  Shell withVariable(String name, String value) {
    return new Shell(folder, localServer, Map.of(name, value));
  }

  /** A shell on a machine without a server. */
  public static Shell withoutServer(Path folder) {
    return new Shell(folder, URI.create("http://localhost:1"));
  }

  /** Runs a command that stands alone, on a machine without a server. */
  public static Outcome run(
      Function<Environment, Object> command, Path folder, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err), false);
    Environment environment =
        new Environment(terminal, folder, folder, URI.create("http://localhost:1"), Map.of());
    int code =
        new CommandLine(command.apply(environment))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(terminal.out())
            .setErr(terminal.err())
            .execute(arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  public Outcome run(String... arguments) {
    return runWithInput("", arguments);
  }

  Outcome runWithInput(String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err),
            false);
    int code = execute(terminal, arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Runs a command on that terminal; answers its exit code. */
  int execute(Terminal terminal, String... arguments) {
    return NightjarCommand.line(new Environment(terminal, folder, folder, localServer, variables))
        .execute(arguments);
  }

  /** Begins a command that asks questions. */
  Conversation converse(String... arguments) throws IOException {
    return new Conversation(this, arguments);
  }
}
