package dev.nightjar.cli.prompt;

import dev.nightjar.cli.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of an input that nobody edits: a pipe, a file, a terminal that can do no more. */
public final class StreamLines implements Lines {

  private final BufferedReader in;
  private final PrintWriter out;
  private final boolean echo;

  /**
   * @param out where prompts are shown
   * @param echo whether answers are shown too, because no terminal does it
   */
  public StreamLines(InputStream in, PrintWriter out, boolean echo) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.echo = echo;
  }

  @Override
  public Optional<String> next(String prompt) {
    out.print(prompt);
    out.flush();
    try {
      Optional<String> line = Optional.ofNullable(in.readLine());
      if (echo || line.isEmpty()) {
        out.println(line.orElse(""));
        out.flush();
      }
      return line;
    } catch (IOException e) {
      throw new UserException("Standard input cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Leaves the input open: it is the process's. */
  @Override
  public void close() {}
}
