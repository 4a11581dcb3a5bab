package dev.nightjar.cli.connect;

import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.cli.prompt.WrongOptionException;
import dev.nightjar.project.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which types the columns of number keys get: what the options say, else what is answered. */
public final class NumberKeyTypes {

  /** The option: {@code TYPE} for all number keys, {@code NAME=TYPE} for one. */
  public static final String OPTION = "--number-key-type";

  private static final List<String> CHOICES =
      List.of(
          "String          exactly DynamoDB's digits, up to 38; sorts as text (10 before 9)",
          "Int64           sorts as numbers; whole numbers of up to 18 digits, others go to quarantine",
          "Decimal(38, S)  sorts as numbers; S digits after the point, others go to quarantine");

  private final Map<String, NumberKeyType> named = new LinkedHashMap<>();
  private Optional<NumberKeyType> everyOther = Optional.empty();

  private NumberKeyTypes() {}

  /**
   * Reads the values of the option.
   *
   * @throws WrongOptionException if one cannot be read
   */
  public static NumberKeyTypes of(List<String> options) {
    NumberKeyTypes types = new NumberKeyTypes();
    for (String option : options) {
      int equals = option.lastIndexOf('=');
      switch (NumberKeyType.parse(option.substring(equals + 1).strip())) {
        case Reading.Read<NumberKeyType>(NumberKeyType type) -> {
          if (equals < 0) {
            types.everyOther = Optional.of(type);
          } else {
            types.named.put(option.substring(0, equals), type);
          }
        }
        case Reading.Refused<NumberKeyType>(String problem) ->
            throw new WrongOptionException(OPTION + ": " + problem);
      }
    }
    return types;
  }

  /**
   * The type of each number key, by the attribute's name; asked for where no option says it, and
   * String where nobody can be asked.
   */
  Map<String, NumberKeyType> of(List<KeyAttribute> keys, Interview interview) {
    Map<String, NumberKeyType> types = new LinkedHashMap<>();
    for (KeyAttribute key : keys) {
      if (key.type() == KeyAttribute.Type.N) {
        Optional<NumberKeyType> stated =
            Optional.ofNullable(named.get(key.name())).or(() -> everyOther);
        types.put(key.name(), stated.orElseGet(() -> asked(key, interview)));
      }
    }
    for (String name : named.keySet()) {
      if (!types.containsKey(name)) {
        throw new WrongOptionException(
            OPTION + ": the table has no key of the name `" + name + "` that is a number.");
      }
    }
    return types;
  }

  private static NumberKeyType asked(KeyAttribute key, Interview interview) {
    Question question =
        new Question(OPTION, "The " + key.words() + " is a number. What should its column be?");
    return switch (interview.choose(question, CHOICES)) {
      case 0 -> NumberKeyType.STRING;
      case 1 -> NumberKeyType.INT64;
      default ->
          NumberKeyType.decimal(
              interview.answer(
                  new Question(
                      OPTION, "How many digits after the point, 0 to 38?", Optional.of("0")),
                  Optional.empty(),
                  NumberKeyTypes::scale));
    };
  }

  private static Reading<Integer> scale(String text) {
    return text.matches("[0-9]|[12][0-9]|3[0-8]")
        ? new Reading.Read<>(Integer.parseInt(text))
        : new Reading.Refused<>("Type a number from 0 to 38.");
  }
}
