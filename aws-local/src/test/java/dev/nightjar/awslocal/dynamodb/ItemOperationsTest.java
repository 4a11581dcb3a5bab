package dev.nightjar.awslocal.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Operations on items, by AWS's own client over a socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ItemOperationsTest {

  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private TestTable table;

  @BeforeAll
  void start() throws IOException {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    dynamo = Clients.of(aws).dynamoDb();
  }

  @AfterAll
  void stop() {
    dynamo.close();
    aws.close();
  }

  @BeforeEach
  void newTable() {
    table = TestTable.create(dynamo);
  }

  @Test
  void anItemOfEveryTypeComesBackAsItWas() {
    Map<String, AttributeValue> item =
        Map.ofEntries(
            Map.entry("pk", s("flight 🦉")),
            Map.entry("sk", n("1")),
            Map.entry("text", s("line\n\ttab \"quoted\" \\ \u0000\u001f é")),
            Map.entry("empty", s("")),
            Map.entry("precise", n("-12345678901234567890.123456789012345678")),
            Map.entry("bytes", b("\u0001\u00ff")),
            Map.entry("yes", AttributeValue.fromBool(true)),
            Map.entry("nothing", AttributeValue.fromNul(true)),
            Map.entry("words", AttributeValue.fromSs(List.of("b", "a"))),
            Map.entry("numbers", AttributeValue.fromNs(List.of("3", "-1.5"))),
            Map.entry("blobs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x")))),
            Map.entry(
                "list",
                AttributeValue.fromL(List.of(n("1"), s("two"), AttributeValue.fromL(List.of())))),
            Map.entry("a name.with-Everything", AttributeValue.fromM(Map.of("nested", n("2")))));
    dynamo.putItem(r -> r.tableName(table.name()).item(item));

    Map<String, AttributeValue> read = table.get("flight 🦉", 1);

    assertThat(read.get("words").ss()).containsExactlyInAnyOrder("a", "b");
    assertThat(read.get("numbers").ns()).containsExactlyInAnyOrder("-1.5", "3");
    assertThat(without(read, "words", "numbers")).isEqualTo(without(item, "words", "numbers"));
  }

  @Test
  void whatIsNotThereHasNoItem() {
    assertThat(dynamo.getItem(r -> r.tableName(table.name()).key(table.key("x", 1))).hasItem())
        .isFalse();
  }

  @Test
  void aPutReplacesTheWholeItemAndShowsTheOldOne() {
    table.put("a", 1, Map.of("old", s("1"), "kept", s("no")));

    var answer =
        dynamo.putItem(r ->
            r.tableName(table.name())
                .item(table.item("a", 1, Map.of("new", s("2"))))
                .returnValues(ReturnValue.ALL_OLD)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));

    assertThat(answer.attributes())
        .isEqualTo(table.item("a", 1, Map.of("old", s("1"), "kept", s("no"))));
    assertThat(answer.consumedCapacity().capacityUnits()).isEqualTo(1.0);
    assertThat(table.get("a", 1)).isEqualTo(table.item("a", 1, Map.of("new", s("2"))));
  }

  @Test
  void anUpdateMakesAnItemOutOfItsKey() {
    dynamo.updateItem(r -> r.tableName(table.name()).key(table.key("a", 1)));

    assertThat(table.get("a", 1)).isEqualTo(table.key("a", 1));
  }

  @Test
  void anUpdateThatOnlyTakesAwayMakesNoItem() {
    dynamo.updateItem(
        r -> r.tableName(table.name()).key(table.key("a", 1)).updateExpression("REMOVE more"));
    assertThat(table.get("a", 1)).isEmpty();

    dynamo.updateItem(r -> r.tableName(table.name()).key(table.key("a", 1)));
    assertThat(table.get("a", 1)).isEqualTo(table.key("a", 1));
  }

  @Test
  void attributeNamesHaveUpTo64Kilobytes() {
    String longest = "é".repeat(32_767) + "x";
    table.put("a", 1, Map.of(longest, n("1")));
    assertThat(table.get("a", 1)).containsKey(longest);
    assertRefused(
        () -> table.put("a", 2, Map.of(longest + "x", n("1"))), "Attribute name is too large");
  }

  @Test
  void anUpdateAnswersWithWhatItIsAskedFor() {
    table.put("a", 1, Map.of("count", n("5"), "other", s("o")));

    assertThat(increment(ReturnValue.NONE).hasAttributes()).isFalse();
    assertThat(increment(ReturnValue.UPDATED_OLD).attributes()).isEqualTo(Map.of("count", n("6")));
    assertThat(increment(ReturnValue.UPDATED_NEW).attributes()).isEqualTo(Map.of("count", n("8")));
    assertThat(increment(ReturnValue.ALL_OLD).attributes())
        .isEqualTo(table.item("a", 1, Map.of("count", n("8"), "other", s("o"))));
    assertThat(increment(ReturnValue.ALL_NEW).attributes())
        .isEqualTo(table.item("a", 1, Map.of("count", n("10"), "other", s("o"))));
  }

  @Test
  void aFailedConditionChangesNothingAndMayShowTheItem() {
    table.put("a", 1, Map.of("v", n("1")));

    assertThatThrownBy(() ->
            dynamo.deleteItem(r ->
                r.tableName(table.name())
                    .key(table.key("a", 1))
                    .conditionExpression("v > :least")
                    .expressionAttributeValues(Map.of(":least", n("1")))
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class,
            failed -> {
              assertThat(failed.awsErrorDetails().errorMessage())
                  .isEqualTo("The conditional request failed");
              assertThat(failed.item()).isEqualTo(table.item("a", 1, Map.of("v", n("1"))));
            });
    assertThat(table.get("a", 1)).isNotEmpty();
  }

  @Test
  void aTableThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> dynamo.getItem(r -> r.tableName("nowhere").key(table.key("a", 1))))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Requested resource not found");
  }

  @Test
  void keysAreCheckedAgainstTheSchema() {
    assertRefused(
        () -> dynamo.putItem(r -> r.tableName(table.name()).item(Map.of("pk", s("a")))),
        "One or more parameter values were invalid: Missing the key sk in the item");
    assertRefused(
        () ->
            dynamo.putItem(r -> r.tableName(table.name()).item(Map.of("pk", s("a"), "sk", s("1")))),
        "One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S");
    assertRefused(
        () -> dynamo.getItem(r -> r.tableName(table.name()).key(Map.of("pk", s("a")))),
        "The provided key element does not match the schema");
    assertRefused(
        () -> table.put("", 1, Map.of()),
        "The AttributeValue for a key attribute cannot contain an empty string value. Key: pk");
    assertRefused(
        () -> table.put("x".repeat(2049), 1, Map.of()),
        "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    assertRefused(
        () ->
            dynamo.updateItem(r ->
                r.tableName(table.name())
                    .key(table.key("a", 1))
                    .updateExpression("SET sk = :v")
                    .expressionAttributeValues(Map.of(":v", n("2")))),
        "Cannot update attribute sk. This attribute is part of the key");
  }

  @Test
  void itemsEndAt400Kilobytes() {
    int rest = 400 * 1024 - "pk".length() - "a".length() - "sk".length() - 2 - "v".length();

    table.put("a", 1, Map.of("v", s("x".repeat(rest))));

    assertRefused(
        () -> table.put("a", 1, Map.of("v", s("x".repeat(rest + 1)))),
        "Item size has exceeded the maximum allowed size");
    assertRefused(
        () ->
            dynamo.updateItem(r ->
                r.tableName(table.name())
                    .key(table.key("a", 1))
                    .updateExpression("SET w = :w")
                    .expressionAttributeValues(Map.of(":w", s("")))),
        "Item size to update has exceeded the maximum allowed size");
  }

  @Test
  void valuesNestUpTo32Levels() {
    table.put("a", 1, Map.of("v", nested(32)));

    assertThat(table.get("a", 1).get("v")).isEqualTo(nested(32));
    assertRefused(() -> table.put("a", 1, Map.of("v", nested(33))), "Nesting Levels have exceeded");
  }

  @Test
  void setsHaveMembersAndEachOnce() {
    assertRefused(
        () -> table.put("a", 1, Map.of("v", AttributeValue.fromSs(List.of("x", "x")))),
        "Input collection [x, x] contains duplicates.");
    assertRefused(
        () -> table.put("a", 1, Map.of("v", AttributeValue.fromNs(List.of("1", "1.0")))),
        "Input collection contains duplicates");
    assertRefused(
        () -> table.put("a", 1, Map.of("v", AttributeValue.fromSs(List.of()))),
        "An string set  may not be empty");
  }

  @Test
  void legacyParametersAreRefusedByName() {
    assertRefused(
        () ->
            dynamo.getItem(
                r -> r.tableName(table.name()).key(table.key("a", 1)).attributesToGet("pk")),
        "AttributesToGet is a legacy parameter");
  }

  @Test
  void aBatchWritesAndReadsManyItems() {
    List<WriteRequest> puts =
        IntStream.range(0, 25)
            .mapToObj(i -> put(table.item("batch", i, Map.of("v", n("" + i)))))
            .toList();
    dynamo.batchWriteItem(r -> r.requestItems(Map.of(table.name(), puts)));

    var read =
        dynamo.batchGetItem(r ->
            r.requestItems(
                Map.of(
                    table.name(),
                    software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes.builder()
                        .keys(IntStream.range(20, 30).mapToObj(i -> table.key("batch", i)).toList())
                        .projectionExpression("v")
                        .build())));

    assertThat(read.responses().get(table.name()))
        .extracting(item -> item.get("v").n())
        .containsExactlyInAnyOrder("20", "21", "22", "23", "24");
    assertThat(read.hasUnprocessedKeys()).isTrue();
    assertThat(read.unprocessedKeys()).isEmpty();
  }

  @Test
  void aBatchIsCheckedBeforeAnythingIsWritten() {
    assertRefused(
        () ->
            dynamo.batchWriteItem(r ->
                r.requestItems(
                    Map.of(
                        table.name(), List.of(put(table.key("a", 1)), put(Map.of("pk", s("b"))))))),
        "The provided key element does not match the schema");
    assertRefused(
        () ->
            dynamo.batchWriteItem(r ->
                r.requestItems(
                    Map.of(table.name(), List.of(put(table.key("a", 1)), put(table.key("a", 1)))))),
        "Provided list of item keys contains duplicates");
    assertRefused(
        () ->
            dynamo.batchWriteItem(r ->
                r.requestItems(
                    Map.of(
                        table.name(),
                        IntStream.range(0, 26).mapToObj(i -> put(table.key("a", i))).toList()))),
        "Map value must satisfy constraint: [Member must have length less than or equal to 25,"
            + " Member must have length greater than or equal to 1]");
    TestTable other = TestTable.create(dynamo);
    List<WriteRequest> some = IntStream.range(0, 13).mapToObj(i -> put(table.key("a", i))).toList();
    assertRefused(
        () ->
            dynamo.batchWriteItem(
                r -> r.requestItems(Map.of(table.name(), some, other.name(), some))),
        "Too many items requested for the BatchWriteItem call");
    assertThat(table.get("a", 1)).isEmpty();
  }

  private software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse increment(
      ReturnValue wanted) {
    return dynamo.updateItem(r ->
        r.tableName(table.name())
            .key(table.key("a", 1))
            .updateExpression("ADD #c :one")
            .expressionAttributeNames(Map.of("#c", "count"))
            .expressionAttributeValues(Map.of(":one", n("1")))
            .returnValues(wanted));
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            refusal -> {
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
              assertThat(refusal.statusCode()).isEqualTo(400);
            })
        .hasMessageContaining(message);
  }

  private static AttributeValue nested(int levels) {
    AttributeValue value = s("leaf");
    for (int level = 0; level < levels; level++) {
      value =
          level % 2 == 0
              ? AttributeValue.fromL(List.of(value))
              : AttributeValue.fromM(Map.of("m", value));
    }
    return value;
  }

  private static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(p -> p.item(item)).build();
  }

  private static Map<String, AttributeValue> without(
      Map<String, AttributeValue> item, String... names) {
    var rest = new java.util.HashMap<>(item);
    List.of(names).forEach(rest::remove);
    return rest;
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }

  private static AttributeValue b(String latin1) {
    return AttributeValue.fromB(
        SdkBytes.fromByteArray(latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
  }
}
