package dev.nightjar.cli.text;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jline.utils.WCWidth;

/**
 * Draws lines over the ones before, in place: each line is written over and its rest erased, so
 * that nothing is blank in between. Lines are cut to the terminal, for one that wraps or scrolls
 * would move all others.
 */
public final class Redrawing implements AutoCloseable {
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String CLEAR = "\u001b[2J";
  private static final String HOME = "\u001b[H";
  private static final String ERASE_REST_OF_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private final PrintWriter out;

  /** Takes the whole terminal until it is closed. */
  public Redrawing(PrintWriter out) {
    this.out = out;
    out.print(HIDE_CURSOR + CLEAR);
  }

  /** Draws what fits. */
  public void draw(List<String> lines, int width, int height) {
    StringBuilder frame = new StringBuilder(HOME);
    int shown = lines.size() < height ? lines.size() : height - 2;
    for (int i = 0; i < shown; i++) {
      frame.append(cut(lines.get(i), width)).append(ERASE_REST_OF_LINE).append("\r\n");
    }
    if (shown < lines.size()) {
      frame
          .append(
              cut(
                  String.format(
                      Locale.ROOT,
                      "… %,d more lines; make the window larger",
                      lines.size() - shown),
                  width))
          .append(ERASE_REST_OF_LINE);
    }
    out.print(frame.append(ERASE_BELOW));
    out.flush();
  }

  private static String cut(String line, int width) {
    int cells = 0;
    for (int at = 0; at < line.length(); ) {
      int character = line.codePointAt(at);
      cells += Math.max(0, WCWidth.wcwidth(character));
      if (cells > width) {
        return line.substring(0, at);
      }
      at += Character.charCount(character);
    }
    return line;
  }

  @Override
  public void close() {
    out.print(SHOW_CURSOR);
    out.flush();
  }
}
