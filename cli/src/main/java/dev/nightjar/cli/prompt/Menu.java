package dev.nightjar.cli.prompt;

import java.io.IOError;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/** A menu at a terminal: the arrow keys or a number mark a line, Enter takes it. */
final class Menu {

  /** What came of it. */
  sealed interface Choice {

    /** That line, from 0. */
    record Chosen(int index) implements Choice {}

    /** The question before is to be asked again. */
    record Back() implements Choice {}

    /** There is nothing more to read. */
    record Ended() implements Choice {}
  }

  private sealed interface Key {

    record Move(int by) implements Key {}

    record Mark(int index) implements Key {}

    record Take() implements Key {}

    record GoBack() implements Key {}

    record Stop() implements Key {}

    record End() implements Key {}
  }

  private static final String HINT = "  (↑ ↓ or a number, then Enter)";
  private static final char CONTROL_C = '\u0003';
  private static final char CONTROL_D = '\u0004';

  private final Terminal terminal;
  private final List<String> choices;
  private final KeyMap<Key> keys = new KeyMap<>();
  private int marked;

  Menu(Terminal terminal, List<String> choices, int preset) {
    this.terminal = terminal;
    this.choices = List.copyOf(choices);
    this.marked = preset;
    bind(new Key.Move(-1), "\u001b[A", "\u001bOA", KeyMap.key(terminal, Capability.key_up), "k");
    bind(new Key.Move(1), "\u001b[B", "\u001bOB", KeyMap.key(terminal, Capability.key_down), "j");
    bind(new Key.Take(), "\r", "\n");
    bind(new Key.GoBack(), "<", "\u001b[D", "\u001bOD");
    bind(new Key.Stop(), String.valueOf(CONTROL_C));
    bind(new Key.End(), String.valueOf(CONTROL_D));
    for (int i = 0; i < Math.min(9, choices.size()); i++) {
      bind(new Key.Mark(i), Integer.toString(i + 1));
    }
  }

  private void bind(Key key, String... sequences) {
    for (String sequence : sequences) {
      Optional.ofNullable(sequence).ifPresent(text -> keys.bind(key, text));
    }
  }

  /** Draws it and waits for a choice, which is all that stays on the screen. */
  Choice choose() {
    Attributes before = terminal.enterRawMode();
    try {
      Attributes raw = terminal.getAttributes();
      // Ctrl-C is a key here: whoever sits at a question stops the command by it
      raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
      terminal.setAttributes(raw);
      draw();
      BindingReader reader = new BindingReader(terminal.reader());
      while (true) {
        Key key = reader.readBinding(keys);
        switch (key) {
          case null -> {
            return end(new Choice.Ended());
          }
          case Key.Move(int by) -> mark(Math.floorMod(marked + by, choices.size()));
          case Key.Mark(int index) -> mark(index);
          case Key.Take() -> {
            return end(new Choice.Chosen(marked));
          }
          case Key.GoBack() -> {
            return end(new Choice.Back());
          }
          case Key.End() -> {
            return end(new Choice.Ended());
          }
          case Key.Stop() -> {
            erase();
            throw new StoppedException(new InterruptedException("Ctrl-C"));
          }
        }
      }
    } catch (IOError e) {
      if (e.getCause() instanceof InterruptedIOException interrupted) {
        // Ctrl-C that the terminal made a signal of
        Thread.interrupted();
        erase();
        throw new StoppedException(interrupted);
      }
      throw e;
    } finally {
      terminal.setAttributes(before);
    }
  }

  private void mark(int index) {
    marked = index;
    erase();
    draw();
  }

  private Choice end(Choice choice) {
    erase();
    if (choice instanceof Choice.Chosen(int index)) {
      terminal.writer().print(fitting("> " + choices.get(index)) + "\n");
    }
    terminal.flush();
    return choice;
  }

  private void draw() {
    for (int i = 0; i < choices.size(); i++) {
      terminal.writer().print(fitting((i == marked ? "❯ " : "  ") + choices.get(i)) + "\n");
    }
    terminal.writer().print(HINT);
    terminal.flush();
  }

  /** A line that wrapped would be two to erase. */
  private String fitting(String line) {
    return new AttributedString(line).columnSubSequence(0, terminal.getWidth() - 1).toString();
  }

  private void erase() {
    terminal.writer().print("\r\u001b[" + choices.size() + "A\u001b[J");
    terminal.flush();
  }
}
