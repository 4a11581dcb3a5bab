package dev.nightjar.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.project.Reading;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepsTest {

  private final StringWriter shown = new StringWriter();
  private final List<String> answers = new ArrayList<>();

  @Test
  void anAnswerMayBeTakenBack() {
    Interview interview = typing("<\na\nb\n<\nc\nd\n");

    new Steps(interview)
        .take(
            List.of(
                () -> ask(interview, "1"), () -> ask(interview, "2"), () -> ask(interview, "3")));

    assertThat(answers).containsExactly("1a", "2b", "2c", "3d");
    assertThat(shown.toString()).contains("This is the first question.");
  }

  @Test
  void aStepThatHasNothingToAskAnyMoreIsPassedOnTheWayBack() {
    Interview interview = typing("a\nagain\n<\nb\nc\n");

    new Steps(interview)
        .take(
            List.of(
                () -> ask(interview, "table"),
                () -> {
                  // a check that fails for the first time only
                  if (answers.size() == 1) {
                    ask(interview, "remedy");
                  }
                },
                () -> ask(interview, "bucket")));

    assertThat(answers).containsExactly("tablea", "remedyagain", "tableb", "bucketc");
  }

  private void ask(Interview interview, String question) {
    answers.add(
        question
            + interview.<String>answer(
                new Question("--option", question), Optional.empty(), Reading.Read::new));
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
