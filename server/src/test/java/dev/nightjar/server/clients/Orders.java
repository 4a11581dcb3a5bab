package dev.nightjar.server.clients;

import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What clients' users have in AWS: tables of orders, and the role of a connection. */
final class Orders implements AutoCloseable {
  private final DynamoTables tables;
  private final Client api;

  Orders(RunningServer server) {
    this.tables = new DynamoTables(server.aws());
    this.api = server.client();
  }

  /** A table with the keys {@code id} and {@code sort}, and three orders in it. */
  Orders table(String name) {
    tables.sortedTable(name, ScalarAttributeType.S, ScalarAttributeType.S);
    for (String id : new String[] {"a", "b", "c"}) {
      order(name, id, "open");
    }
    return this;
  }

  /** A table with the one key {@code id}. */
  Orders simple(String name) {
    tables.table(name);
    tables.put(name, "a", "one");
    tables.put(name, "b", "two");
    return this;
  }

  /** A table that cannot be mirrored: its recovery is off. */
  Orders withoutRecovery(String name) {
    tables.table(name, Optional.of(StreamViewType.NEW_AND_OLD_IMAGES), false);
    return this;
  }

  /** A table that cannot be mirrored: it has no stream. */
  Orders withoutStream(String name) {
    tables.table(name, Optional.empty(), true);
    return this;
  }

  /** A table that cannot be mirrored: its stream has keys alone. */
  Orders withKeysOnly(String name) {
    tables.table(name, Optional.of(StreamViewType.KEYS_ONLY), true);
    return this;
  }

  void order(String table, String id, String status) {
    tables.put(
        table,
        Map.of(
            "id", AttributeValue.fromS(id),
            "sort", AttributeValue.fromS("1"),
            "status", AttributeValue.fromS(status)));
  }

  DynamoTables tables() {
    return tables;
  }

  /**
   * A role that the server may assume, as somebody makes it from the two policies.
   *
   * @param seed what the client sends as the external id's seed; empty for the workspace's own id
   * @return its ARN
   */
  String role(String name, String seed) {
    String policies = "/v0/integrations/dynamodb/policies/";
    String query = seed.isEmpty() ? "" : "?external_id_seed=" + seed;
    tables.role(
        name,
        api.get(policies + "trust-policy" + query).body(),
        api.get(policies + "read-access-policy?table_name=*&bucket=" + DynamoTables.BUCKET).body());
    return DynamoTables.role(name);
  }

  /** Waits until a query answers so: values by tabs, rows by line breaks. */
  void awaitRows(String sql, String rows) {
    awaitRows(api, sql, rows);
  }

  /** The same in another workspace. */
  static void awaitRows(Client api, String sql, String rows) {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsInstanceOf(AssertionError.class)
        .until(() -> api.rows(sql).equals(rows));
  }

  @Override
  public void close() {
    tables.close();
  }
}
