package dev.nightjar.awslocal.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.operation.AwsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdatesTest {

  private static final String BEFORE =
      """
      {"id":{"S":"x"}, "count":{"N":"5"}, "tags":{"SS":["a","b"]},
       "list":{"L":[{"S":"0"},{"S":"1"},{"S":"2"}]}, "map":{"M":{"k":{"N":"1"}}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SET fresh = :one                                  | fresh  | {"N":"1"}
          set fresh = :one                                  | fresh  | {"N":"1"}
          SET fresh = id                                    | fresh  | {"S":"x"}
          SET #c = #c + :one                                | count  | {"N":"6"}
          SET #c = #c - :ten                                | count  | {"N":"-5"}
          SET #c = :ten - #c                                | count  | {"N":"5"}
          SET #c = if_not_exists(#c, :ten)                  | count  | {"N":"5"}
          SET fresh = if_not_exists(fresh, :ten) + :one     | fresh  | {"N":"11"}
          SET fresh = if_not_exists(fresh, #c)              | fresh  | {"N":"5"}
          SET #l = list_append(#l, :list)                   | list   | {"L":[{"S":"0"},{"S":"1"},{"S":"2"},{"S":"cat"}]}
          SET #l = list_append(:list, #l)                   | list   | {"L":[{"S":"cat"},{"S":"0"},{"S":"1"},{"S":"2"}]}
          SET fresh = list_append(if_not_exists(fresh, :list), :list) | fresh | {"L":[{"S":"cat"},{"S":"cat"}]}
          SET #l[1] = :one                                  | list   | {"L":[{"S":"0"},{"N":"1"},{"S":"2"}]}
          SET #l[9] = :one, #l[7] = :ten                    | list   | {"L":[{"S":"0"},{"S":"1"},{"S":"2"},{"N":"10"},{"N":"1"}]}
          SET #m.k = :ten, #m.more = :one                  | map    | {"M":{"k":{"N":"10"},"more":{"N":"1"}}}
          SET #m.deep = :map                                | map    | {"M":{"deep":{"M":{"x":{"N":"1"}}},"k":{"N":"1"}}}
          REMOVE #l[0], #l[2]                               | list   | {"L":[{"S":"1"}]}
          REMOVE #l[7]                                      | list   | {"L":[{"S":"0"},{"S":"1"},{"S":"2"}]}
          REMOVE #m.k                                       | map    | {"M":{}}
          REMOVE #l[0] SET #l[5] = :one                     | list   | {"L":[{"S":"1"},{"S":"2"},{"N":"1"}]}
          ADD #c :ten                                       | count  | {"N":"15"}
          ADD fresh :ten                                    | fresh  | {"N":"10"}
          ADD tags :moreTags                                | tags   | {"SS":["a","b","cheap","new"]}
          ADD fresh :days                                   | fresh  | {"NS":["2.5","7"]}
          DELETE tags :a                                    | tags   | {"SS":["b"]}
          DELETE tags :moreTags                             | tags   | {"SS":["a","b"]}
          """)
  void changes(String text, String attribute, String after) {
    Item item = update(text);

    assertThat(Sample.text(item)).contains("\"" + attribute + "\":" + after);
    assertThat(item.get("id")).isEqualTo(Sample.item(BEFORE).get("id"));
  }

  @Test
  void removedAttributesAreGone() {
    assertThat(update("REMOVE #c, absent, #m").attributes()).containsOnlyKeys("id", "tags", "list");
    assertThat(update("DELETE tags :ab").get("tags")).isEmpty();
    assertThat(update("DELETE absent :ab")).isEqualTo(Sample.item(BEFORE));
  }

  @Test
  void allValuesAreThoseOfBefore() {
    Item item = update("SET #c = :ten, fresh = #c REMOVE #m ADD zmore :one DELETE tags :a");

    assertThat(Sample.text(item))
        .isEqualTo(
            """
            {"count":{"N":"10"},"fresh":{"N":"5"},"id":{"S":"x"},\
            "list":{"L":[{"S":"0"},{"S":"1"},{"S":"2"}]},"tags":{"SS":["b"]},"zmore":{"N":"1"}}\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SET                          | Invalid UpdateExpression: Syntax error; token: "<EOF>"
          fresh = :one                 | Invalid UpdateExpression: Syntax error; token: "fresh", near: "fresh ="
          SET fresh = :one,            | Invalid UpdateExpression: Syntax error; token: "<EOF>", near: ","
          SET fresh :one               | Invalid UpdateExpression: Syntax error; token: ":one", near: "fresh :one"
          SET a = :one SET b = :one    | Invalid UpdateExpression: The "SET" section can only be used once in an update expression;
          SET fresh = :one + :text     | Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S
          SET fresh = list_append(:one, :list) | Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append, operand type: N
          SET fresh = if_not_exists(:one, :ten) | Invalid UpdateExpression: Operator or function requires a document path; operator or function: if_not_exists
          SET fresh = list_append(:list) | Invalid UpdateExpression: Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1
          SET fresh = size(id)         | Invalid UpdateExpression: The function is not allowed in an update expression; function: size
          SET fresh = now(id)          | Invalid UpdateExpression: Invalid function name; function: now
          SET a = :one, a = :ten       | Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]
          SET a.b = :one REMOVE a      | Invalid UpdateExpression: Two document paths overlap with each other
          SET a.b = :one, a[0] = :one  | Invalid UpdateExpression: Two document paths conflict with each other
          ADD fresh :text              | Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING
          DELETE fresh :one            | Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER
          SET size = :one              | Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: size
          SET fresh = absent          | The provided expression refers to an attribute that does not exist in the item
          SET fresh = absent + :one   | The provided expression refers to an attribute that does not exist in the item
          SET fresh = id + :one        | An operand in the update expression has an incorrect data type
          SET fresh = list_append(id, :list) | An operand in the update expression has an incorrect data type
          SET absent.x = :one         | The document path provided in the update expression is invalid for update
          SET id.x = :one              | The document path provided in the update expression is invalid for update
          SET id[0] = :one             | The document path provided in the update expression is invalid for update
          REMOVE absent.x             | The document path provided in the update expression is invalid for update
          ADD id :one                  | An operand in the update expression has an incorrect data type
          ADD tags :days               | An operand in the update expression has an incorrect data type
          DELETE #c :ab                | An operand in the update expression has an incorrect data type
          """)
  void isRefused(String text, String problem) {
    assertThatThrownBy(() -> update(text))
        .isInstanceOf(AwsError.class)
        .hasMessageContaining(problem);
  }

  private static Item update(String text) {
    Placeholders placeholders =
        Sample.placeholders(
            "{\"#c\":\"count\",\"#l\":\"list\",\"#m\":\"map\"}",
            Sample.values("\":a\":{\"SS\":[\"a\"]},\":ab\":{\"SS\":[\"a\",\"b\"]}"));
    return Updates.apply(UpdateParser.parse(text, placeholders), Sample.item(BEFORE));
  }
}
