package dev.nightjar.cli.sql;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Reads statements at a terminal: over several lines until a semicolon, with those of before by the
 * arrow keys, and names by Tab.
 */
public final class SqlPrompt implements AutoCloseable {

  private static final int MOST_KEPT = 2_000;

  private final Terminal terminal;
  private final LineReader reader;

  private SqlPrompt(Terminal terminal, Path history, Supplier<SqlNames> names) {
    this.terminal = terminal;
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(new Statements())
            .completer(completer(names))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.HISTORY_SIZE, MOST_KEPT)
            .variable(LineReader.HISTORY_FILE_SIZE, MOST_KEPT)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%M%P  -> ")
            .build();
    // what terminals send that do not obey the keypad's mode
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), "\u001b[A");
    keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\u001b[B");
  }

  /**
   * At the process's terminal.
   *
   * @param history the file of what was typed before
   * @param names asked for at every Tab
   */
  public static SqlPrompt ofProcess(Path history, Supplier<SqlNames> names) {
    try {
      return new SqlPrompt(
          TerminalBuilder.builder().system(true).dumb(true).graphemeCluster(false).build(),
          history,
          names);
    } catch (IOException e) {
      throw new UserException("The terminal cannot be used: " + e.getMessage() + ".", e);
    }
  }

  /**
   * The next statement or command.
   *
   * @return empty at the end of the input (Ctrl-D)
   */
  public Optional<String> next(String prompt) {
    while (true) {
      try {
        return Optional.of(reader.readLine(prompt));
      } catch (UserInterruptException e) {
        // Ctrl-C forgets what is typed, as in every shell
        terminal.writer().println();
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  private static Completer completer(Supplier<SqlNames> names) {
    return (reader, line, candidates) -> {
      String before = line.line().substring(0, line.cursor() - line.wordCursor());
      String word = line.word().substring(0, line.wordCursor()).toLowerCase(Locale.ROOT);
      for (String name : names.get().after(before)) {
        if (name.toLowerCase(Locale.ROOT).startsWith(word)) {
          boolean whole = !name.endsWith("(");
          candidates.add(new Candidate(name, name, null, null, null, null, whole));
        }
      }
    };
  }

  @Override
  public void close() {
    try {
      reader.getHistory().save();
      terminal.close();
    } catch (IOException e) {
      throw new UserException("The history cannot be kept: " + e.getMessage() + ".", e);
    }
  }

  /** A line is whole where a semicolon ends it, or it is a command of this prompt. */
  private static final class Statements implements Parser {
    private final DefaultParser words = new DefaultParser();

    Statements() {
      words.setQuoteChars(new char[0]);
      words.setEscapeChars(new char[0]);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      boolean whole =
          context != ParseContext.ACCEPT_LINE
              || line.isBlank()
              || line.stripLeading().startsWith("\\")
              || List.of("exit", "quit", "help").contains(line.strip().toLowerCase(Locale.ROOT))
              || !SqlStatement.isOpen(line);
      if (!whole) {
        throw new EOFError(-1, -1, "not ended", ";");
      }
      return words.parse(line, cursor, ParseContext.COMPLETE);
    }
  }
}
