package dev.nightjar.awslocal.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Transactions, by AWS's own client over a socket. */
class TransactionsTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private TestTable one;
  private TestTable two;

  @BeforeEach
  void start() throws IOException {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
    dynamo = Clients.of(aws).dynamoDb();
    one = TestTable.create(dynamo);
    two = TestTable.create(dynamo);
  }

  @AfterEach
  void stop() {
    dynamo.close();
    aws.close();
  }

  @Test
  void writesOfSeveralTablesAreDoneTogether() {
    two.put("old", 1, Map.of());
    two.put("checked", 1, Map.of());

    dynamo.transactWriteItems(r ->
        r.transactItems(
            put(one, "a", p -> {}),
            increment(one, "b"),
            write(w ->
                w.delete(Delete.builder().tableName(two.name()).key(two.key("old", 1)).build())),
            check(two, "checked", "attribute_exists(pk)")));

    assertThat(one.get("a", 1)).isNotEmpty();
    assertThat(one.get("b", 1).get("n")).isEqualTo(AttributeValue.fromN("1"));
    assertThat(two.get("old", 1)).isEmpty();
    var both =
        dynamo.transactGetItems(r -> r.transactItems(get(one, "a"), get(two, "old"))).responses();
    assertThat(both.get(0).item()).isEqualTo(one.key("a", 1));
    assertThat(both.get(1).hasItem()).isFalse();
  }

  @Test
  void oneFailedConditionUndoesAllAndEachHasItsReason() {
    one.put("there", 1, Map.of("v", AttributeValue.fromS("x")));
    one.put("text", 1, Map.of("n", AttributeValue.fromS("no number")));

    assertThatThrownBy(() ->
            dynamo.transactWriteItems(r ->
                r.transactItems(
                    put(two, "new", p -> {}),
                    put(
                        one,
                        "there",
                        p ->
                            p.conditionExpression("attribute_not_exists(pk)")
                                .returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD)),
                    increment(one, "text"))))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            cancelled -> {
              assertThat(cancelled.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "Transaction cancelled, please refer cancellation reasons for specific"
                          + " reasons [None, ConditionalCheckFailed, ValidationError]");
              assertThat(cancelled.cancellationReasons())
                  .extracting(reason -> reason.code())
                  .containsExactly("None", "ConditionalCheckFailed", "ValidationError");
              assertThat(cancelled.cancellationReasons().get(1).item())
                  .isEqualTo(one.item("there", 1, Map.of("v", AttributeValue.fromS("x"))));
              assertThat(cancelled.cancellationReasons().get(2).message())
                  .contains("incorrect data type");
            });
    assertThat(two.get("new", 1)).isEmpty();
  }

  @Test
  void aTokenMakesARequestHappenOnce() {
    assertThat(incremented("token")).isEqualTo("1");
    assertThat(incremented("token")).isEqualTo("1");
    assertThat(incremented("another")).isEqualTo("2");

    assertThatThrownBy(() ->
            dynamo.transactWriteItems(
                r -> r.clientRequestToken("token").transactItems(put(one, "x", p -> {}))))
        .isInstanceOf(IdempotentParameterMismatchException.class);
    clock.advance(Duration.ofMinutes(10).plusMillis(1));
    assertThat(incremented("token")).isEqualTo("3");
  }

  @Test
  void anItemIsWrittenOnceInATransaction() {
    assertThatThrownBy(() ->
            dynamo.transactWriteItems(
                r -> r.transactItems(put(one, "a", p -> {}), increment(one, "a"))))
        .hasMessageContaining("Transaction request cannot include multiple operations on one item");
  }

  private String incremented(String token) {
    dynamo.transactWriteItems(
        r -> r.clientRequestToken(token).transactItems(increment(one, "counter")));
    return one.get("counter", 1).get("n").n();
  }

  private static TransactWriteItem write(Consumer<TransactWriteItem.Builder> write) {
    return TransactWriteItem.builder().applyMutation(write).build();
  }

  private static TransactWriteItem put(TestTable table, String pk, Consumer<Put.Builder> more) {
    return write(w ->
        w.put(
            Put.builder()
                .tableName(table.name())
                .item(table.key(pk, 1))
                .applyMutation(more)
                .build()));
  }

  private static TransactWriteItem increment(TestTable table, String pk) {
    return write(w ->
        w.update(
            Update.builder()
                .tableName(table.name())
                .key(table.key(pk, 1))
                .updateExpression("ADD n :one")
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))
                .build()));
  }

  private static TransactWriteItem check(TestTable table, String pk, String condition) {
    return write(w ->
        w.conditionCheck(
            ConditionCheck.builder()
                .tableName(table.name())
                .key(table.key(pk, 1))
                .conditionExpression(condition)
                .build()));
  }

  private static TransactGetItem get(TestTable table, String pk) {
    return TransactGetItem.builder()
        .get(Get.builder().tableName(table.name()).key(table.key(pk, 1)).build())
        .build();
  }
}
