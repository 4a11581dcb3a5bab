package dev.nightjar.dynamodb.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.StreamViewType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableChecksTest {
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
  private static final String ROLE = "arn:aws:iam::123456789012:role/mirror";

  private static List<String> codes(List<TableProblem> problems) {
    return problems.stream().map(problem -> problem.reason().code()).toList();
  }

  @Test
  void aGoodQuestionHasNoProblems() {
    assertThat(TableChecks.ofRequest(TABLE, "us-east-1", ROLE)).isEmpty();
  }

  @Test
  void saysWhatAQuestionLacks() {
    assertThat(codes(TableChecks.ofRequest("", "us-east-1", "")))
        .containsExactly("table_arn_and_region_required", "role_arn_required");
    assertThat(codes(TableChecks.ofRequest(TABLE, " ", ROLE)))
        .containsExactly("table_arn_and_region_required");
  }

  @Test
  void aWrongArnIsNoTables() {
    List<TableProblem> problems = TableChecks.ofRequest("orders", "us-east-1", ROLE);

    assertThat(codes(problems)).containsExactly("table_not_found");
    assertThat(problems.getFirst())
        .asString()
        .startsWith("The DynamoDB table was not found. 'orders' is not a table ARN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:::bucket",
        "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/orders",
        "arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/orders"
      })
  void anArnOfAnotherServiceOrPartitionIsToldHowItMustBegin(String arn) {
    assertThat(TableChecks.ofRequest(arn, "cn-north-1", ROLE).getFirst())
        .asString()
        .isEqualTo(
            "The DynamoDB table was not found. '"
                + arn
                + "' does not start with arn:aws:dynamodb: as the ARN of a table must.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reader",
        "arn:aws:iam::1234:role/reader",
        "arn:aws:iam::123456789012:user/reader",
        "arn:aws:iam::123456789012:role/",
        "arn:aws-cn:iam::123456789012:role/reader"
      })
  void whatIsNoRolesArnIsNotTriedAsOne(String role) {
    List<TableProblem> problems = TableChecks.ofRequest(TABLE, "us-east-1", role);

    assertThat(codes(problems)).containsExactly("unable_to_assume_role");
    assertThat(problems.getFirst())
        .asString()
        .startsWith("'" + role + "' is not the ARN of a role.")
        .contains("arn:aws:iam::<account>:role/<name>");
  }

  @Test
  void readsThePartsOfAnArn() {
    assertThat(TableArn.parse(TABLE)).contains(new TableArn("us-east-1", "123456789012", "orders"));
    assertThat(TableArn.parse("arn:aws:dynamodb:eu-west-1:1:table/a.b_c-d"))
        .contains(new TableArn("eu-west-1", "1", "a.b_c-d"));
    assertThat(TableArn.parse(TABLE + "/stream/2026")).isEmpty();
  }

  @Test
  void aLabelThatIsNoTimeTellsNone() {
    var stream = new TableStream("arn", "latest", true, StreamViewType.NEW_IMAGE);

    assertThat(stream.createdAt()).isEmpty();
  }
}
