package dev.nightjar.cli;

import java.io.IOException;
import org.jline.terminal.TerminalBuilder;

/** How large the process's terminal is now. */
final class TerminalSize implements AutoCloseable {
  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;

  private final org.jline.terminal.Terminal terminal;

  private TerminalSize(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
  }

  static TerminalSize ofProcess() {
    try {
      return new TerminalSize(
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              // asks the terminal nothing: an answer that never comes would hold the display up
              .graphemeCluster(false)
              .nativeSignals(false)
              .build());
    } catch (IOException e) {
      throw new UserException("The terminal cannot be used: " + e.getMessage() + ".", e);
    }
  }

  int width() {
    return terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
  }

  int height() {
    return terminal.getHeight() > 0 ? terminal.getHeight() : USUAL_HEIGHT;
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
