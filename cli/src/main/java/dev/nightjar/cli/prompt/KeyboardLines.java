package dev.nightjar.cli.prompt;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Lines that a person types and may edit. While this is open, Ctrl-C outside of a question
 * interrupts the thread that opened it.
 */
public final class KeyboardLines implements Lines {

  private static final AttributedStyle WRONG =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

  private final Terminal terminal;
  private final LineReader reader;
  private Predicate<String> acceptable = text -> true;

  /** Reads from that terminal, which is closed with this. */
  KeyboardLines(Terminal terminal) {
    this.terminal = terminal;
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            // a `!` in an answer is a `!`, and a driver of this dialogue needs no paste marks
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .variable(LineReader.DISABLE_HISTORY, true)
            .highlighter((line, buffer) -> marked(buffer))
            .build();
  }

  /** The process's terminal; empty where it cannot place a cursor. */
  static Optional<KeyboardLines> ofProcess() {
    Thread owner = Thread.currentThread();
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              // asks the terminal nothing: an answer that never comes would hold the dialogue up
              .graphemeCluster(false)
              .nativeSignals(true)
              .signalHandler(signal -> {
                if (signal == Terminal.Signal.INT) {
                  owner.interrupt();
                }
              })
              .build();
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB) || terminal.getWidth() == 0) {
        terminal.close();
        return Optional.empty();
      }
      return Optional.of(new KeyboardLines(terminal));
    } catch (IOException e) {
      throw new UserException("The terminal cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private AttributedString marked(String buffer) {
    return new AttributedString(buffer, acceptable.test(buffer) ? AttributedStyle.DEFAULT : WRONG);
  }

  @Override
  public Optional<String> next(String prompt, Predicate<String> acceptableAnswer) {
    acceptable = acceptableAnswer;
    try {
      return next(prompt);
    } finally {
      acceptable = text -> true;
    }
  }

  @Override
  public Optional<Menu.Choice> menu(List<String> choices, int preset) {
    return Optional.of(new Menu(terminal, choices, preset).choose());
  }

  @Override
  public Optional<String> next(String prompt) {
    try {
      return Optional.of(reader.readLine(prompt));
    } catch (EndOfFileException e) {
      return Optional.empty();
    } catch (UserInterruptException e) {
      throw new StoppedException(e);
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UserException("The terminal cannot be given back: " + e.getMessage() + ".", e);
    }
  }
}
