package dev.nightjar.awslocal.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.operation.AwsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = :text",
        ":text = id",
        "seats = :three",
        "seats = :threeAgain",
        "seats <> :one",
        "seats > :one",
        "seats >= :three",
        "seats < :ten",
        "seats <= :three",
        "price > seats",
        "bytes = :raw",
        "tags = :tags",
        "isOpen = :true",
        "gone = :null",
        "id <> :three",
        "#missing <> :three",
        "seats BETWEEN :one AND :ten",
        "seats between :three and :threeAgain",
        "seats IN (:one, :three)",
        "id in (:dear, :text)",
        "attribute_exists(id)",
        "attribute_exists(#from.city)",
        "attribute_exists(crew[2].#role)",
        "attribute_not_exists(#missing)",
        "attribute_not_exists(crew[3])",
        "attribute_not_exists(id.x)",
        "attribute_not_exists(crew.x)",
        "attribute_not_exists(#from[0])",
        "attribute_type(id, :S)",
        "attribute_type(#from, :M)",
        "NOT attribute_type(id, :N)",
        "begins_with(id, :flight)",
        "begins_with(bytes, :rawStart)",
        "contains(id, :flight)",
        "contains(tags, :cheap)",
        "contains(days, :twoAndAHalf)",
        "contains(crew, :ann)",
        "contains(bytes, :rawStart)",
        "size(id) = :eight",
        "size(tags) < size(crew)",
        "size(bytes) = :three",
        "size(#from) = :three",
        "size(crew) BETWEEN :one AND :ten",
        "#from.#dotted = :dotted",
        "NOT id = :dear",
        "id = :dear OR seats = :three",
        "id = :dear AND seats = :one OR seats = :three",
        "seats = :three OR id = :dear AND seats = :one",
        "NOT (id = :dear AND seats = :three)",
        "NOT id = :dear AND seats = :three",
        "(id = :dear OR id = :text) AND (seats = :one OR seats = :three)",
        "NOT NOT seats = :three"
      })
  void holds(String text) {
    assertThat(holds(text, Sample.item())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = :dear",
        "id = :three",
        "seats <> :threeAgain",
        "#missing = :three",
        "#missing < :three",
        "#missing IN (:three)",
        "#missing BETWEEN :one AND :three",
        "id > :three",
        "isOpen > :one",
        "size(seats) = :one",
        "size(#missing) = :zero",
        "seats BETWEEN :ten AND :ten",
        "seats IN (:one, :ten)",
        "attribute_exists(#missing)",
        "attribute_not_exists(id)",
        "attribute_type(#missing, :S)",
        "begins_with(id, :dear)",
        "begins_with(seats, :flight)",
        "contains(tags, :dear)",
        "contains(seats, :three)",
        "contains(id, :three)",
        "(id = :dear OR seats = :three) AND id = :dear",
        "NOT (seats = :three OR id = :dear)"
      })
  void doesNotHold(String text) {
    assertThat(holds(text, Sample.item())).isFalse();
  }

  @Test
  void whatIsNotThereHasNoAttributes() {
    assertThat(holds("attribute_not_exists(id)", Item.EMPTY)).isTrue();
    assertThat(holds("id = :text", Item.EMPTY)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id                                  | Syntax error; token: "<EOF>", near: "id"
          id =                                | Syntax error; token: "<EOF>", near: "="
          = :one                              | Syntax error; token: "=", near: "= :one"
          id = :one :three                    | Syntax error; token: ":three", near: ":one :three"
          id == :one                          | Syntax error; token: "=", near: "== :one"
          id ! :one                           | Syntax error; token: "!"
          (id = :one                          | Syntax error; token: "<EOF>", near: ":one"
          id = :one)                          | Syntax error; token: ")", near: ":one)"
          crew[x] = :one                      | Syntax error; token: "x", near: "[x]"
          crew[99999999999] = :one            | List index is not within the allowable range; index: [99999999999]
          _id = :one                          | Syntax error; token: "_"
          # = :one                            | Syntax error; token: "#"
          ((id = :text))                      | The expression has redundant parentheses
          name = :one                         | Attribute name is a reserved keyword; reserved keyword: name
          Status = :one                       | Attribute name is a reserved keyword; reserved keyword: Status
          #unknown = :one                     | An expression attribute name used in the document path is not defined; attribute name: #unknown
          id = :unknown                       | An expression attribute value used in expression is not defined; attribute value: :unknown
          is_there(id)                        | Invalid function name; function: is_there
          Begins_With(id, :text)              | Invalid function name; function: Begins_With
          if_not_exists(id, :text)            | The function is not allowed in a condition expression; function: if_not_exists
          size(id)                            | The function is not allowed to be used this way in an expression; function: size
          contains(id, begins_with(id, :S))   | The function is not allowed to be used this way in an expression; function: begins_with
          attribute_exists(id, seats)         | Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2
          attribute_exists(:one)              | Operator or function requires a document path; operator or function: attribute_exists
          attribute_type(id, :one)            | Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N
          attribute_type(id, :bad)            | Invalid attribute type name found; type: Q
          begins_with(id, :one)               | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
          size(:one) = :one                   | Incorrect operand type for operator or function; operator or function: size, operand type: N
          id < :true                          | Incorrect operand type for operator or function; operator or function: <, operand type: BOOL
          id BETWEEN :one AND :tags           | Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: SS
          id BETWEEN :one AND :text           | The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:flight-7}
          id BETWEEN :three AND :one          | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:3}, upper bound operand: AttributeValue: {N:1}
          id = id                             | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [id]
          """)
  void isRefused(String text, String problem) {
    assertThatThrownBy(() -> holds(text, Sample.item()))
        .isInstanceOfSatisfying(
            AwsError.class, refusal -> assertThat(refusal.type()).isEqualTo("ValidationException"))
        .hasMessageStartingWith("Invalid ConditionExpression: ")
        .hasMessageContaining(problem);
  }

  @Test
  void emptyAndOverlongTextsAreRefused() {
    assertThatThrownBy(() -> holds(" ", Sample.item()))
        .hasMessageContaining("The expression can not be empty;");
    assertThatThrownBy(() -> holds("id = :text" + " ".repeat(4096), Sample.item()))
        .hasMessageContaining("Expression size has exceeded the maximum allowed size");
  }

  @Test
  void placeholdersThatNobodyUsesAreRefused() {
    Placeholders placeholders =
        Sample.placeholders(
            "{\"#i\":\"id\",\"#j\":\"x\"}", "{\":a\":{\"N\":\"1\"},\":b\":{\"N\":\"2\"}}");
    ConditionParser.parse(ExpressionKind.CONDITION, "#i = :a AND #j = :a", placeholders);

    assertThatThrownBy(() -> placeholders.requireAllUsed(true))
        .hasMessage(
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}");
    assertThatThrownBy(() -> Sample.placeholders("{\"i\":\"id\"}", "{}"))
        .hasMessageContaining("ExpressionAttributeNames contains invalid key: Syntax error");
    assertThatThrownBy(() -> Sample.placeholders("{\"#i\":\"id\"}", "{\":a\":{\"N\":\"x\"}}"))
        .hasMessageContaining("ExpressionAttributeValues contains invalid value: ")
        .hasMessageContaining("for key :a");
  }

  private static boolean holds(String text, Item item) {
    Placeholders placeholders =
        Sample.placeholders(
            "{\"#from\":\"from\",\"#dotted\":\"a.b\",\"#missing\":\"missing\",\"#role\":\"role\"}",
            Sample.values("\":eight\":{\"N\":\"8\"},\":twoAndAHalf\":{\"N\":\"2.5\"}"));
    return Conditions.holds(
        ConditionParser.parse(ExpressionKind.CONDITION, text, placeholders), item);
  }
}
