package dev.nightjar.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.cli.UserException;
import dev.nightjar.project.Reading;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class InterviewTest {

  private static final Question AGE = new Question("--age", "How old?");
  private static final Function<String, Reading<Integer>> NUMBER =
      text ->
          text.matches("\\d+")
              ? new Reading.Read<>(Integer.parseInt(text))
              : new Reading.Refused<>("`" + text + "` is no number.");

  private final StringWriter shown = new StringWriter();

  @Test
  void aWrongAnswerIsExplainedAndAskedForAgain() {
    Interview interview = typing("old\n\n 41 \n");

    assertThat(interview.answer(AGE, Optional.empty(), NUMBER)).isEqualTo(41);
    assertThat(shown.toString())
        .isEqualTo(
            """
            ? How old?
            > old
              `old` is no number.
            >\s
              An answer is needed here.
            >  41\s
            """);
  }

  @Test
  void enterTakesThePresetWhichIsShown() {
    assertThat(typing("\n").answer(AGE.withPreset("30"), Optional.empty(), NUMBER)).isEqualTo(30);
    assertThat(shown.toString()).startsWith("? How old? [30]\n> ");
  }

  @Test
  void anOptionAnswersWithoutAsking() {
    assertThat(typing("").answer(AGE, Optional.of("7"), NUMBER)).isEqualTo(7);
    assertThat(shown.toString()).isEmpty();
  }

  @Test
  void aWrongOptionIsNoQuestion() {
    assertThatThrownBy(() -> typing("7\n").answer(AGE, Optional.of("x"), NUMBER))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage("--age: `x` is no number.");
  }

  @Test
  void nobodyIsAskedWhereNobodyMayBe() {
    Interview silent = new Interview(Optional.empty(), new PrintWriter(shown));

    assertThat(silent.answer(AGE.withPreset("30"), Optional.empty(), NUMBER)).isEqualTo(30);
    assertThat(silent.choose(AGE, List.of("young", "old"))).isZero();
    assertThat(silent.confirm(AGE)).isFalse();
    silent.pause(AGE);
    assertThatThrownBy(() -> silent.answer(AGE, Optional.empty(), NUMBER))
        .isInstanceOf(WrongOptionException.class)
        .hasMessage("--age is needed with --yes.");
    assertThat(shown.toString()).isEmpty();
  }

  @Test
  void theEndOfTheInputNamesTheQuestionAndItsOption() {
    assertThatThrownBy(() -> typing("x\n").answer(AGE, Optional.empty(), NUMBER))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("How old?")
        .hasMessageContaining("--age");
  }

  @Test
  void aMenuIsAnsweredByNumber() {
    Interview interview = typing("0\n3\nsecond\n2\n\n");

    assertThat(interview.choose(AGE, List.of("young", "old"))).isEqualTo(1);
    assertThat(interview.choose(AGE, List.of("young", "old"))).isZero();
    assertThat(shown.toString())
        .startsWith("? How old?\n  [1] young\n  [2] old\nSelect option [1]: 0\n")
        .contains("`3` is none of them. Type a number from 1 to 2.");
  }

  private Interview typing(String input) {
    PrintWriter out = new PrintWriter(shown);
    return new Interview(
        Optional.of(
            new StreamLines(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, true)),
        out);
  }
}
