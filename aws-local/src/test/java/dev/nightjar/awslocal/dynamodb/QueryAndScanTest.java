package dev.nightjar.awslocal.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Query and Scan, by AWS's own client over a socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryAndScanTest {

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
    table =
        TestTable.create(
            dynamo,
            TestTable.request()
                .attributeDefinitions(
                    TestTable.attribute("pk", ScalarAttributeType.S),
                    TestTable.attribute("sk", ScalarAttributeType.N),
                    TestTable.attribute("city", ScalarAttributeType.S))
                .globalSecondaryIndexes(i ->
                    i.indexName("by-city")
                        .keySchema(
                            TestTable.key("city", KeyType.HASH), TestTable.key("sk", KeyType.RANGE))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pk = :p                           | -10 -1.5 0 2 7 100
          :p = pk                           | -10 -1.5 0 2 7 100
          pk = :p AND sk = :two             | 2
          pk = :p AND sk < :two             | -10 -1.5 0
          pk = :p AND sk <= :two            | -10 -1.5 0 2
          pk = :p AND sk > :two             | 7 100
          sk >= :two AND pk = :p            | 2 7 100
          pk = :p AND :two > sk             | -10 -1.5 0
          pk = :p AND sk BETWEEN :two AND :hundred | 2 7 100
          (pk = :p) AND (sk < :two)         | -10 -1.5 0
          """)
  void sortKeysAreRangesInTheirOrder(String condition, String found) {
    for (String sk : List.of("2", "-10", "100", "0", "7", "-1.5")) {
      dynamo.putItem(r ->
          r.tableName(table.name()).item(Map.of("pk", s("p"), "sk", AttributeValue.fromN(sk))));
    }
    table.put("other", 5, Map.of());
    Map<String, AttributeValue> values = new java.util.HashMap<>(Map.of(":p", s("p")));
    if (condition.contains(":two")) {
      values.put(":two", n(2));
    }
    if (condition.contains(":hundred")) {
      values.put(":hundred", n(100));
    }

    QueryResponse forward = query(condition, values, r -> {});
    QueryResponse backward = query(condition, values, r -> r.scanIndexForward(false));

    assertThat(forward.items()).extracting(i -> i.get("sk").n()).containsExactly(found.split(" "));
    List<Map<String, AttributeValue>> reversed = new ArrayList<>(backward.items());
    java.util.Collections.reverse(reversed);
    assertThat(reversed).isEqualTo(forward.items());
  }

  @Test
  void aQueryGoesOnPageByPage() {
    IntStream.range(0, 10).forEach(i -> table.put("p", i, Map.of()));
    List<Long> seen = new ArrayList<>();
    Map<String, AttributeValue> start = Map.of();
    int pages = 0;
    do {
      Map<String, AttributeValue> from = start;
      QueryResponse page =
          query(
              "pk = :p",
              Map.of(":p", s("p")),
              r -> r.limit(3).exclusiveStartKey(from.isEmpty() ? null : from));
      page.items().forEach(item -> seen.add(Long.parseLong(item.get("sk").n())));
      start = page.lastEvaluatedKey();
      pages++;
    } while (!start.isEmpty());

    assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void aFilterComesAfterTheLimit() {
    IntStream.range(0, 10).forEach(i -> table.put("p", i, Map.of("even", n(i % 2))));

    QueryResponse page =
        query(
            "pk = :p",
            Map.of(":p", s("p"), ":zero", n(0)),
            r -> r.filterExpression("even = :zero").limit(4).projectionExpression("sk"));

    assertThat(page.count()).isEqualTo(2);
    assertThat(page.scannedCount()).isEqualTo(4);
    assertThat(page.items()).containsExactly(Map.of("sk", n(0)), Map.of("sk", n(2)));
    assertThat(page.lastEvaluatedKey()).isEqualTo(table.key("p", 3));
  }

  @Test
  void anIndexHasItsOwnOrderAndProjection() {
    table.put("a", 3, Map.of("city", s("Sanford"), "more", n(1)));
    table.put("b", 1, Map.of("city", s("Sanford")));
    table.put("c", 2, Map.of("city", s("Burien")));
    table.put("d", 2, Map.of());
    table.put("b", 1, Map.of("city", s("Burien")));
    table.put("e", 9, Map.of("city", s("Sanford")));

    QueryResponse first =
        query("city = :c", Map.of(":c", s("Sanford")), r -> r.indexName("by-city").limit(1));

    assertThat(first.items()).containsExactly(table.item("a", 3, Map.of("city", s("Sanford"))));
    assertThat(first.lastEvaluatedKey()).containsOnlyKeys("pk", "sk", "city");
    QueryResponse second =
        query(
            "city = :c",
            Map.of(":c", s("Sanford")),
            r -> r.indexName("by-city").exclusiveStartKey(first.lastEvaluatedKey()));
    assertThat(second.items()).extracting(i -> i.get("pk").s()).containsExactly("e");
    assertThat(dynamo.scan(r -> r.tableName(table.name()).indexName("by-city")).count())
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sk = :two                    | Query condition missed key schema element: pk
          pk > :p                      | Query key condition not supported
          pk = :p OR sk = :two         | Invalid operator used in KeyConditionExpression: OR
          pk = :p AND NOT sk = :two    | Invalid operator used in KeyConditionExpression: NOT
          pk = :p AND sk <> :two       | Invalid operator used in KeyConditionExpression: <>
          pk = :p AND sk IN (:two)     | Invalid operator used in KeyConditionExpression: IN
          pk = :p AND contains(sk, :two) | Invalid operator used in KeyConditionExpression: contains
          attribute_exists(pk) AND sk > :two AND pk = :p | KeyConditionExpression: attribute_exists
          pk = :p AND sk > :two AND sk < :two | must only contain one condition per key
          pk = :p AND sk.x = :two      | cannot have conditions on nested attributes
          pk = :p AND size(sk) = :two  | cannot contain nested operations
          pk = :p AND sk = pk          | Multiple attribute names used in one condition
          pk = :p AND :two = :two      | No key attribute specified
          pk = :p AND :two BETWEEN sk AND :two | BETWEEN operator must have the key attribute as its first
          pk = :p AND more = :two      | Query condition missed key schema element: sk
          pk = :two                    | Condition parameter type does not match schema type
          """)
  void otherKeyConditionsAreRefused(String condition, String problem) {
    Map<String, AttributeValue> values = new java.util.HashMap<>();
    if (condition.contains(":p")) {
      values.put(":p", s("p"));
    }
    if (condition.contains(":two")) {
      values.put(":two", n(2));
    }
    assertThatThrownBy(() -> query(condition, values, r -> {})).hasMessageContaining(problem);
  }

  @Test
  void keysAreNoMatterOfAFilter() {
    assertThatThrownBy(() ->
            query("pk = :p", Map.of(":p", s("p"), ":n", n(1)), r -> r.filterExpression("sk = :n")))
        .hasMessageContaining(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk");
  }

  @Test
  void aScanSeesEverythingOnceInPagesOfAMegabyte() {
    String big = "x".repeat(300 * 1024);
    IntStream.range(0, 8).forEach(i -> table.put("p" + i, i, Map.of("v", s(big))));

    ScanResponse first = dynamo.scan(r -> r.tableName(table.name()));
    Set<String> seen = new HashSet<>();
    int pages = 0;
    for (ScanResponse page : dynamo.scanPaginator(r -> r.tableName(table.name()))) {
      page.items().forEach(item -> assertThat(seen.add(item.get("pk").s())).isTrue());
      pages++;
    }

    assertThat(first.count()).isEqualTo(3);
    assertThat(seen).hasSize(8);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void segmentsShareAScanOut() {
    IntStream.range(0, 60).forEach(i -> table.put("p" + i, i, Map.of()));
    Set<String> seen = new HashSet<>();
    for (int segment = 0; segment < 4; segment++) {
      int own = segment;
      var pages =
          dynamo.scanPaginator(
              r -> r.tableName(table.name()).totalSegments(4).segment(own).limit(7));
      int before = seen.size();
      pages.items().forEach(item -> assertThat(seen.add(item.get("pk").s())).isTrue());
      assertThat(seen.size()).isGreaterThan(before);
    }

    assertThat(seen).hasSize(60);
    assertThatThrownBy(
            () -> dynamo.scan(r -> r.tableName(table.name()).totalSegments(4).segment(4)))
        .hasMessageContaining("must be less than parameter TotalSegments");
    assertThatThrownBy(() -> dynamo.scan(r -> r.tableName(table.name()).segment(0)))
        .hasMessageContaining("TotalSegments parameter is required");
  }

  @Test
  void aScanMayCountOnly() {
    IntStream.range(0, 10).forEach(i -> table.put("p" + i, i, Map.of()));

    ScanResponse counted =
        dynamo.scan(r ->
            r.tableName(table.name())
                .select(Select.COUNT)
                .filterExpression("sk < :n")
                .expressionAttributeValues(Map.of(":n", n(4)))
                .consistentRead(true));

    assertThat(counted.count()).isEqualTo(4);
    assertThat(counted.scannedCount()).isEqualTo(10);
    assertThat(counted.hasItems()).isFalse();
  }

  private QueryResponse query(
      String condition, Map<String, AttributeValue> values, Consumer<QueryRequest.Builder> more) {
    return dynamo.query(r ->
        more.accept(
            r.tableName(table.name())
                .keyConditionExpression(condition)
                .expressionAttributeValues(values)));
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }
}
