package dev.nightjar.cli.prompt;

import dev.nightjar.cli.UserException;
import dev.nightjar.project.Reading;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gets answers: from an option where it is given, else by asking. A wrong answer is explained and
 * asked for again; a wrong option is not, for a script would not understand.
 */
public final class Interview {

  private static final String PROMPT = "> ";

  /** A preset of more characters has a line of its own. */
  private static final int LONG = 30;

  private static final String BACK = "<";

  private final Optional<Lines> lines;
  private final PrintWriter out;
  private boolean mayGoBack;
  private long asked;

  /**
   * @param lines where answers come from; empty if nobody may be asked
   * @param out where questions are shown
   */
  public Interview(Optional<Lines> lines, PrintWriter out) {
    this.lines = lines;
    this.out = out;
  }

  /** Whether somebody can be asked. */
  public boolean asks() {
    return lines.isPresent();
  }

  /** Whether {@code <} as an answer means the question before: {@link BackException}. */
  void allowBack(boolean allowed) {
    mayGoBack = allowed;
  }

  /** How many answers somebody has given. */
  long asked() {
    return asked;
  }

  /** Shows a line. */
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * The answer to a question.
   *
   * @param given what the option says
   * @param check reads an answer, or says why it is none
   * @throws WrongOptionException if the option's value is refused, or is missing and nobody can be
   *     asked
   * @throws StoppedException if the person wants to stop
   */
  public <T> T answer(
      Question question, Optional<String> given, Function<String, Reading<T>> check) {
    if (given.isPresent() || !asks()) {
      return check(question, given.or(question::preset), check);
    }
    say(
        "? "
            + question.text()
            + question
                .preset()
                .map(text -> (text.length() > LONG ? "\n  [" : " [") + text + "]")
                .orElse(""));
    while (true) {
      String typed = next(PROMPT, question, text -> isAcceptable(question, text, check)).strip();
      if (typed.isEmpty() && question.preset().isEmpty()) {
        say("  An answer is needed here.");
        continue;
      }
      switch (check.apply(typed.isEmpty() ? question.preset().orElseThrow() : typed)) {
        case Reading.Read<T>(T value) -> {
          return value;
        }
        case Reading.Refused<T>(String problem) -> say("  " + problem);
      }
    }
  }

  private <T> boolean isAcceptable(
      Question question, String typed, Function<String, Reading<T>> check) {
    String text = typed.strip();
    return text.isEmpty()
        ? question.preset().isPresent()
        : mayGoBack && text.equals(BACK) || check.apply(text) instanceof Reading.Read<T>;
  }

  private static <T> T check(
      Question question, Optional<String> answer, Function<String, Reading<T>> check) {
    if (answer.isEmpty()) {
      throw new WrongOptionException(question.option() + " is needed with --yes.");
    }
    return switch (check.apply(answer.get().strip())) {
      case Reading.Read<T>(T value) -> value;
      case Reading.Refused<T>(String problem) ->
          throw new WrongOptionException(question.option() + ": " + problem);
    };
  }

  /**
   * One of several things, by its number. Nobody is asked for the first where nobody can be.
   *
   * @param choices a line each; the first is the preset
   * @return the index of the chosen one, from 0
   */
  public int choose(Question question, List<String> choices) {
    return choose(question, choices, 0);
  }

  /**
   * One of several things, with the arrow keys where the terminal can do it, else by its number.
   *
   * @param preset the index of the one that Enter takes, and that is taken where nobody can be
   *     asked
   * @return the index of the chosen one, from 0
   */
  public int choose(Question question, List<String> choices, int preset) {
    if (!asks()) {
      return preset;
    }
    say("? " + question.text());
    List<String> numbered = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      numbered.add("[" + (i + 1) + "] " + choices.get(i));
    }
    Optional<Menu.Choice> drawn = lines.orElseThrow().menu(numbered, preset);
    if (drawn.isPresent()) {
      return drawn(drawn.get(), question, choices, preset);
    }
    numbered.forEach(line -> say("  " + line));
    while (true) {
      String typed = next("Select option [" + (preset + 1) + "]: ", question, text -> true).strip();
      if (typed.isEmpty()) {
        return preset;
      }
      if (typed.matches("\\d{1,3}")) {
        int number = Integer.parseInt(typed);
        if (number >= 1 && number <= choices.size()) {
          return number - 1;
        }
      }
      say("  `" + typed + "` is none of them. Type a number from 1 to " + choices.size() + ".");
    }
  }

  private int drawn(Menu.Choice choice, Question question, List<String> choices, int preset) {
    asked++;
    return switch (choice) {
      case Menu.Choice.Chosen(int index) -> index;
      case Menu.Choice.Back() -> {
        if (mayGoBack) {
          throw new BackException();
        }
        yield choose(question, choices, preset);
      }
      case Menu.Choice.Ended() -> throw ended(question);
    };
  }

  /** Yes or no; Enter is no. */
  public boolean confirm(Question question) {
    return answer(question.withPreset("no"), Optional.empty(), Interview::yesOrNo);
  }

  private static Reading<Boolean> yesOrNo(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> new Reading.Read<>(true);
      case "n", "no" -> new Reading.Read<>(false);
      default -> new Reading.Refused<>("Type yes or no.");
    };
  }

  /** Waits for Enter; at once where nobody can be asked. */
  public void pause(Question reason) {
    if (asks()) {
      next("Press Enter to continue... ", reason, text -> true);
    }
  }

  private String next(String prompt, Question question, Predicate<String> acceptable) {
    String typed = lines.orElseThrow().next(prompt, acceptable).orElseThrow(() -> ended(question));
    if (mayGoBack && typed.strip().equals(BACK)) {
      throw new BackException();
    }
    asked++;
    return typed;
  }

  private static UserException ended(Question question) {
    return new UserException(
        "The input ended at the question “%s”. Answer it, or use the option %s."
            .formatted(question.text(), question.option()));
  }
}
