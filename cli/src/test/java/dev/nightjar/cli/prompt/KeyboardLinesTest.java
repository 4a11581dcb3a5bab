package dev.nightjar.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyboardLinesTest {

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private PipedOutputStream keys;
  private KeyboardLines lines;

  @BeforeEach
  void sitDown() throws IOException {
    keys = new PipedOutputStream();
    lines =
        new KeyboardLines(
            new ExternalTerminal(
                "test", "xterm", new PipedInputStream(keys), screen, StandardCharsets.UTF_8));
  }

  @AfterEach
  void leave() {
    lines.close();
  }

  @Test
  void aLineMayBeEditedWhileItIsTyped() {
    type("us-wset-2\b\b\b\b\b\bwest-2\r");

    assertThat(lines.next("> ")).contains("us-west-2");
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("> ");
  }

  @Test
  void exclamationMarksAndBackslashesAreText() {
    type("a!b\\c\r");

    assertThat(lines.next("> ")).contains("a!b\\c");
  }

  @Test
  void controlCStops() {
    // Typed by this thread, which stays: a pipe whose writer has ended is the end of the input.
    CompletableFuture<Optional<String>> answer =
        CompletableFuture.supplyAsync(() -> lines.next("> "));
    // Not before the question is there: until then it would be somebody else's signal.
    await().until(() -> screen.toString(StandardCharsets.UTF_8).contains("> "));
    type("half\u0003");

    assertThatThrownBy(answer::join).hasCauseInstanceOf(StoppedException.class);
  }

  @Test
  void controlDEndsTheInput() {
    type("\u0004");

    assertThat(lines.next("> ")).isEmpty();
  }

  private void type(String text) {
    try {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
