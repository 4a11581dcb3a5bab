package dev.nightjar.awslocal.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.dynamodb.operation.DynamoDbOperations;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Invocation;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tables as of an instant. */
class SnapshotTest {

  private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/snap";
  private static final Caller CALLER =
      new Caller("123456789012", new Caller.Root(), "eu-west-1", "test");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private TableStore tables = store(TablesOptions.defaults());
  private OperationRegistry operations = operations();

  @Property(tries = 200)
  void aSnapshotIsTheTableAsItWasAfterEachWrite(
      @ForAll @Size(max = 40) List<@IntRange(max = 19) Integer> writes) {
    tables = store(TablesOptions.defaults());
    operations = operations();
    List<Instant> times = new ArrayList<>(List.of(clock.instant()));
    List<TreeMap<String, String>> states = new ArrayList<>(List.of(new TreeMap<>()));
    for (int write : writes) {
      clock.advance(Duration.ofNanos(1000));
      TreeMap<String, String> state = new TreeMap<>(states.getLast());
      String key = "k" + write / 4;
      if (write % 4 == 0) {
        delete(key);
        state.remove(key);
      } else {
        put(key, write % 4);
        state.put(key, item(key, write % 4));
      }
      times.add(clock.instant());
      states.add(state);
    }

    for (int at = 0; at < times.size(); at++) {
      TableSnapshot snapshot = tables.snapshot(ARN, times.get(at));
      assertThat(items(snapshot)).containsExactlyInAnyOrderElementsOf(states.get(at).values());
      assertThat(snapshot.itemCount()).isEqualTo(states.get(at).size());
      // "pk" + two characters, "v" + a number of one digit
      assertThat(snapshot.sizeBytes()).isEqualTo(7L * states.get(at).size());
    }
  }

  @Test
  void aSnapshotDoesNotChangeAnyMore() {
    put("a", 1);
    TableSnapshot snapshot = tables.snapshot(ARN, clock.instant());
    clock.advance(Duration.ofSeconds(1));
    put("a", 2);
    put("b", 1);

    assertThat(items(snapshot)).containsExactly(item("a", 1));
    assertThat(items(snapshot)).as("read again").containsExactly(item("a", 1));
    assertThat(snapshot.tableId()).isEqualTo(tables.find(ARN).orElseThrow().tableId());
  }

  @Test
  void itemsComeInTheOrderOfTheirHashes() throws Exception {
    for (int i = 0; i < 100; i++) {
      put("key" + i, 1);
    }
    List<Long> hashes = new ArrayList<>();
    tables.snapshot(ARN, clock.instant()).forEach((hash, _) -> hashes.add(hash));

    assertThat(hashes).hasSize(100).isSortedAccordingTo(Long::compareUnsigned);
  }

  @Test
  void onlyKnownTimesAreAnswered() {
    Instant created = clock.instant();
    clock.advance(Duration.ofDays(36));

    assertThatThrownBy(() -> tables.snapshot(ARN, created))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tables.snapshot(ARN, clock.instant().plusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tables.find(ARN).orElseThrow().earliestSnapshot())
        .isEqualTo(clock.instant().minus(Duration.ofDays(35)));
    assertThatThrownBy(() -> tables.snapshot(ARN + "x", clock.instant()))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aSeedGivesAnotherOrderOfTheSameItem() {
    tables = store(TablesOptions.defaults().withAttributeOrderSeed(7));
    operations = operations();
    call(
        "PutItem",
        """
        {"TableName":"snap","Item":{"pk":{"S":"a"},"b":{"N":"1"},"c":{"NS":["1","2","3","4"]},
         "d":{"BOOL":true},"e":{"S":"x"}}}\
        """);

    String first = items(tables.snapshot(ARN, clock.instant())).getFirst();

    assertThat(first).isNotEqualTo(sorted(first));
    assertThat(items(tables.snapshot(ARN, clock.instant()))).containsExactly(first);
    assertThat(
            JsonMapper.shared()
                .readTree(first)
                .get("c")
                .get("NS")
                .valueStream()
                .map(n -> n.asString()))
        .containsExactlyInAnyOrder("1", "2", "3", "4");
  }

  private TableStore store(TablesOptions options) {
    return new TableStore(clock, options);
  }

  private OperationRegistry operations() {
    OperationRegistry registry = new OperationRegistry();
    DynamoDbOperations.register(registry, tables);
    operations = registry;
    call(
        "CreateTable",
        """
        {"TableName":"snap","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}\
        """);
    return registry;
  }

  private void put(String key, int value) {
    call("PutItem", "{\"TableName\":\"snap\",\"Item\":" + item(key, value) + "}");
  }

  private void delete(String key) {
    call("DeleteItem", "{\"TableName\":\"snap\",\"Key\":{\"pk\":{\"S\":\"" + key + "\"}}}");
  }

  private static String item(String key, int value) {
    return "{\"pk\":{\"S\":\"" + key + "\"},\"v\":{\"N\":\"" + value + "\"}}";
  }

  private static String sorted(String json) {
    ObjectNode node = (ObjectNode) JsonMapper.shared().readTree(json);
    ObjectNode sorted = JsonMapper.shared().createObjectNode();
    new TreeMap<>(
            node.propertyStream()
                .collect(java.util.stream.Collectors.toMap(e -> e.getKey(), e -> e.getValue())))
        .forEach(sorted::set);
    return sorted.toString();
  }

  private ObjectNode call(String operation, String json) {
    return operations.invoke(
        new Invocation(
            "test",
            "DynamoDB_20120810." + operation,
            (ObjectNode) JsonMapper.shared().readTree(json),
            CALLER));
  }

  private static List<String> items(TableSnapshot snapshot) {
    List<String> items = new ArrayList<>();
    snapshot.forEach((_, item) -> items.add(new String(item, StandardCharsets.UTF_8)));
    return items;
  }
}
