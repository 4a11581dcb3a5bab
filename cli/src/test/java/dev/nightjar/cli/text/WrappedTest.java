package dev.nightjar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrappedTest {
  @Test
  void linesAreBrokenBetweenWords() {
    assertThat(Wrapped.lines("one two three four", 10))
        .containsExactly("one two", "  three", "  four");
    assertThat(Wrapped.lines("one two", 10)).containsExactly("one two");
    assertThat(Wrapped.lines("", 10)).containsExactly("");
  }

  @Test
  void aWordThatIsTooLongIsBrokenItself() {
    assertThat(Wrapped.lines("see arn:aws:dynamodb", 10))
        .containsExactly("see", "  arn:aws:", "  dynamodb");
    assertThat(Wrapped.lines("日本語のことば", 8)).containsExactly("日本語の", "  ことば");
  }

  @Test
  void nothingSteersTheTerminal() {
    assertThat(Wrapped.lines("a\u001b[2Jb", 80)).containsExactly("a\\x1b[2Jb");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 13, 21, 40, 79})
  void everyLineFitsAndNothingIsLost(int width) {
    Random random = new Random(width);
    StringBuilder text = new StringBuilder("a");
    for (int i = 0; i < 80; i++) {
      text.append(random.nextInt(5) == 0 ? " " : random.nextInt(9) == 0 ? "語" : "x");
    }

    assertThat(Wrapped.lines(text.toString(), width))
        .allMatch(line -> Wrapped.cells(line) <= width);
    assertThat(String.join("", Wrapped.lines(text.toString(), width)).replace(" ", ""))
        .isEqualTo(text.toString().replace(" ", ""));
  }
}
