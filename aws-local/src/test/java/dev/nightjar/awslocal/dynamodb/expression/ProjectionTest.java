package dev.nightjar.awslocal.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id                        | {"id":{"S":"flight-7"}}
          seats, id                 | {"id":{"S":"flight-7"},"seats":{"N":"3"}}
          absent                   | {}
          #from.city                | {"from":{"M":{"city":{"S":"Burien"}}}}
          #from.city, #from.gate    | {"from":{"M":{"city":{"S":"Burien"},"gate":{"N":"12"}}}}
          #from.#dotted             | {"from":{"M":{"a.b":{"S":"dotted"}}}}
          #from.absent             | {}
          crew[2], crew[0]          | {"crew":{"L":[{"S":"ann"},{"M":{"role":{"S":"pilot"}}}]}}
          crew[9]                   | {}
          crew[0].x                 | {}
          id.x                      | {}
          """)
  void keepsWhatIsNamed(String text, String kept) {
    Projection projection = Projection.parse(text, Sample.placeholders());

    assertThat(Sample.text(projection.of(Sample.item()))).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id,             | Syntax error; token: "<EOF>"
          id seats        | Syntax error; token: "seats"
          :one            | Syntax error; token: ":one"
          crew, crew[0]   | Two document paths overlap with each other
          id.a, id[0]     | Two document paths conflict with each other
          order           | Attribute name is a reserved keyword; reserved keyword: order
          """)
  void isRefused(String text, String problem) {
    assertThatThrownBy(() -> Projection.parse(text, Sample.placeholders()))
        .hasMessageStartingWith("Invalid ProjectionExpression: ")
        .hasMessageContaining(problem);
  }
}
