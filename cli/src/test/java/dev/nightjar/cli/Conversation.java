package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.cli.Shell.Outcome;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A person in front of a command: reads what it prints and types when it asks. */
final class Conversation implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final PipedOutputStream keys = new PipedOutputStream();
  private final CompletableFuture<Integer> code;
  private int read;

  Conversation(Shell shell, String... arguments) throws IOException {
    Terminal terminal =
        new Terminal(new PipedInputStream(keys), new PrintWriter(out), new PrintWriter(err), false);
    code = CompletableFuture.supplyAsync(() -> shell.execute(terminal, arguments));
  }

  /**
   * Reads on until that text is there.
   *
   * @return what was printed since the last text that was waited for, and that text
   */
  String read(String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(out.toString().substring(read) + err).contains(text));
    String seen = out.toString();
    int end = Math.max(seen.indexOf(text, read) + text.length(), read);
    String between = seen.substring(read, end);
    read = end;
    return between;
  }

  /** Waits for a question and answers it. */
  Conversation answer(String question, String line) throws IOException {
    read(question);
    return type(line);
  }

  /** Types a line. */
  Conversation type(String line) throws IOException {
    keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keys.flush();
    return this;
  }

  /** Waits until the command has ended. */
  Outcome end() {
    return new Outcome(code.orTimeout(60, TimeUnit.SECONDS).join(), out.toString(), err.toString());
  }

  /** Ends the input: nobody is there any more. */
  @Override
  public void close() throws IOException {
    keys.close();
    end();
  }
}
