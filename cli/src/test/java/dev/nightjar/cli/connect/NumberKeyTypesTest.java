package dev.nightjar.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.StreamLines;
import dev.nightjar.cli.prompt.WrongOptionException;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberKeyTypesTest {

  private static final KeyAttribute PK = new KeyAttribute("pk", false, KeyAttribute.Type.N);
  private static final KeyAttribute SK = new KeyAttribute("s=k", true, KeyAttribute.Type.N);
  private static final KeyAttribute TEXT = new KeyAttribute("name", true, KeyAttribute.Type.S);

  private final StringWriter shown = new StringWriter();

  @Test
  void onlyNumbersAreAskedAbout() {
    assertThat(NumberKeyTypes.of(List.of()).of(List.of(PK, TEXT), typing("2\n")))
        .isEqualTo(Map.of("pk", NumberKeyType.INT64));
    assertThat(shown.toString())
        .contains("partition key `pk`", "String", "Int64", "Decimal(38, S)")
        .doesNotContain("name");
  }

  @Test
  void enterKeepsEveryDigit() {
    assertThat(NumberKeyTypes.of(List.of()).of(List.of(PK), typing("\n")))
        .isEqualTo(Map.of("pk", NumberKeyType.STRING));
  }

  @Test
  void aDecimalNeedsItsScale() {
    assertThat(NumberKeyTypes.of(List.of()).of(List.of(PK), typing("3\n39\n4\n")))
        .isEqualTo(Map.of("pk", new NumberKeyType("Decimal(38, 4)")));
    assertThat(shown.toString()).contains("Type a number from 0 to 38.");
  }

  @Test
  void anOptionIsForAllOrForOne() {
    NumberKeyTypes types = NumberKeyTypes.of(List.of("int64", "s=k=decimal(20,2)"));

    assertThat(types.of(List.of(PK, SK), new Interview(Optional.empty(), new PrintWriter(shown))))
        .isEqualTo(Map.of("pk", NumberKeyType.INT64, "s=k", new NumberKeyType("Decimal(20, 2)")));
  }

  @Test
  void aNameThatIsNoNumberKeyIsAMistake() {
    NumberKeyTypes types = NumberKeyTypes.of(List.of("name=Int64"));

    assertThatThrownBy(() -> types.of(List.of(PK, TEXT), typing("\n")))
        .isInstanceOf(WrongOptionException.class)
        .hasMessageContaining("`name`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Float64", "Decimal", "Decimal(39, 0)", "Decimal(5, 6)", "pk="})
  void noTypes(String option) {
    assertThatThrownBy(() -> NumberKeyTypes.of(List.of(option)))
        .isInstanceOf(WrongOptionException.class)
        .hasMessageStartingWith("--number-key-type: ");
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
