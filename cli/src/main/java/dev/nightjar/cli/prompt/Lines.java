package dev.nightjar.cli.prompt;

import dev.nightjar.cli.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where answers come from, a line at a time. */
public interface Lines extends AutoCloseable {

  /**
   * What fits the process: lines that can be edited where a person sits at a terminal that can do
   * it, else standard input as it comes.
   *
   * @param out where prompts are shown, if the terminal does not do it itself
   */
  static Lines of(Terminal terminal, PrintWriter out) {
    if (terminal.interactive()) {
      Optional<KeyboardLines> keyboard = KeyboardLines.ofProcess();
      if (keyboard.isPresent()) {
        return keyboard.get();
      }
    }
    return new StreamLines(terminal.in(), out, !terminal.interactive());
  }

  /**
   * Shows a prompt and reads the line that is typed after it.
   *
   * @return the line without its end; empty where the input has ended
   * @throws StoppedException if the person wants to stop (Ctrl-C)
   */
  Optional<String> next(String prompt);

  /**
   * The same, where what is typed is shown as wrong until it is acceptable, if the terminal can.
   */
  default Optional<String> next(String prompt, Predicate<String> acceptable) {
    return next(prompt);
  }

  /**
   * Lets a person choose with the arrow keys.
   *
   * @param choices a line each
   * @param preset the index of the one that is marked first
   * @return empty where this cannot draw a menu: nothing was shown then
   * @throws StoppedException if the person wants to stop (Ctrl-C)
   */
  default Optional<Menu.Choice> menu(List<String> choices, int preset) {
    return Optional.empty();
  }

  @Override
  void close();
}
