package dev.nightjar.proving.chaos;

import java.util.List;

/** How a command of Nightjar is run as a process of its own. */
@FunctionalInterface
public interface Launcher {

  /**
   * The whole command line.
   *
   * @param arguments as in {@code nightjar server --port 7181}, without the first word
   */
  List<String> command(List<String> arguments);
}
