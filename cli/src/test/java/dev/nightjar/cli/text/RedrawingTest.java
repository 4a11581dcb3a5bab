package dev.nightjar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedrawingTest {
  private static final String HOME = "\u001b[H";
  private static final String REST = "\u001b[K\r\n";
  private static final String BELOW = "\u001b[J";

  private final StringWriter screen = new StringWriter();
  private final Redrawing redrawing = new Redrawing(new PrintWriter(screen));

  @Test
  void writesOverWhatWasThereAndErasesOnlyTheRest() {
    draw(List.of("one", "two"), 80, 24);

    assertThat(draw(List.of("three"), 80, 24)).isEqualTo(HOME + "three" + REST + BELOW);
  }

  @Test
  void cutsLinesToTheWidthInCells() {
    assertThat(draw(List.of("abcdef", "日本語"), 5, 24))
        .isEqualTo(HOME + "abcde" + REST + "日本" + REST + BELOW);
  }

  @Test
  void neverScrolls() {
    List<String> lines = IntStream.range(0, 50).mapToObj(i -> "line " + i).toList();

    String frame = draw(lines, 80, 10);

    assertThat(frame.split("\r\n", -1)).hasSize(9);
    assertThat(frame).contains("line 7").doesNotContain("line 8").contains("… 42 more lines");
  }

  @Test
  void givesTheCursorBack() {
    redrawing.close();

    assertThat(screen.toString()).startsWith("\u001b[?25l").endsWith("\u001b[?25h");
  }

  private String draw(List<String> lines, int width, int height) {
    screen.getBuffer().setLength(0);
    redrawing.draw(lines, width, height);
    return screen.toString();
  }
}
