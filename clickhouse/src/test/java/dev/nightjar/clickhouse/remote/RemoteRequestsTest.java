package dev.nightjar.clickhouse.remote;

import static dev.nightjar.clickhouse.remote.RemoteFaultsTest.block;
import static dev.nightjar.clickhouse.remote.RemoteFaultsTest.open;
import static dev.nightjar.clickhouse.remote.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Cluster;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent with a statement, as the server gets it. */
@Timeout(60)
class RemoteRequestsTest {

  @Test
  void statesWhatAnInsertMustBe() throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> false);
        ClickHouse clickHouse = open(server)) {
      clickHouse.insert(Insert.of(TableName.of("t"), block()).token("a token").id("an id"));

      ScriptedServer.Received request = server.received("INSERT INTO").getFirst();
      assertThat(request.url())
          .contains(
              "query=INSERT INTO `default`.`t` (`a`) FORMAT Native",
              "query_id=an id",
              "insert_deduplication_token=a token",
              "async_insert=0",
              "wait_end_of_query=1",
              "min_insert_block_size_rows=0",
              "insert_deduplicate=1",
              "deduplicate_blocks_in_dependent_materialized_views=1")
          // The scripted server is one of 25.8, which does not know it.
          .doesNotContain("max_insert_block_size_bytes=");
      assertThat(request.body()).startsWith(1, 1, 1, 'a');
    }
  }

  @Test
  void onAClusterMostReplicasHaveWhatIsWrittenAndAllAreAsked() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> {
              boolean mine = request.sql().contains("AS shards");
              if (mine) {
                out.write(ok("shards\n1\n"));
              }
              return mine;
            });
        ClickHouse clickHouse =
            RemoteClickHouse.open(RemoteOptions.at(server.url()).on(Cluster.named("c")))) {
      clickHouse.insert(Insert.of(TableName.of("t"), block()));
      assertThat(clickHouse.isRunning("an id")).isFalse();

      assertThat(server.received("INSERT INTO").getFirst().url())
          .contains("insert_quorum=auto", "insert_quorum_parallel=1");
      assertThat(server.received("`processes`").getLast().sql())
          .contains("FROM clusterAllReplicas('c', `system`.`processes`)");
      assertThat(server.received("`processes`").getLast().url())
          .contains("skip_unavailable_shards=1");
      assertThat(clickHouse.layout().onCluster()).isEqualTo(" ON CLUSTER 'c'");
    }
  }

  @Test
  void sendsLimitsAndReadonlyTogether() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> {
              if (request.sql().startsWith("EXPLAIN AST")) {
                out.write(ok("SelectWithUnionQuery (children 1)\n ExpressionList\n"));
                return true;
              }
              return false;
            });
        ClickHouse clickHouse = open(server)) {
      clickHouse.query(
          Query.builder("SELECT 42").readOnly().setting("readonly", "0").database("d").build());

      assertThat(server.received("SELECT 42").getLast().url())
          .contains("readonly=1", "max_execution_time=60", "max_memory_usage=2147483648")
          .doesNotContain("readonly=0");
      assertThat(server.received("SELECT 42").getLast().head())
          .contains("X-ClickHouse-Database: d\r\n");
    }
  }
}
