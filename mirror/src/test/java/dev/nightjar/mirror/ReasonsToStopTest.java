package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a mirror does not go on from by itself, before its start and after it. */
@ExtendWith(EmbeddedEngine.class)
class ReasonsToStopTest {
  @TempDir Path directory;

  @Test
  void whatAwsRefusesIsToldAtTheStart(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "refused")) {
      world.open();
      try (Fault rejected =
          refuse(world, "DynamoDB_20120810.ExportTableToPointInTime", "No such bucket there")) {
        assertRefused(world::start, "export_rejected", "No such bucket there");
        assertThat(rejected.hits()).isPositive();
      }
      database.execute("DROP TABLE refused_view");
      database.execute("DROP TABLE refused_changes");
      try (Fault rejected =
          refuse(world, "DynamoDBStreams_20120810.DescribeStream", "Invalid StreamArn")) {
        assertRefused(world::start, "aws_rejected", "Invalid StreamArn");
        assertThat(rejected.hits()).isPositive();
      }
      assertThat(world.mirrors().statuses()).as("refused and forgotten").isEmpty();
    }
  }

  @Test
  void awsThatCannotBeAskedIsToldToWhoeverValidates(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "unavailable")) {
      world.open();
      try (Fault cut =
          world
              .table()
              .aws()
              .control()
              .faults()
              .on("DynamoDB_20120810.DescribeTable")
              .does(Effect.internalError())) {
        assertThat(world.mirrors().validate(world.spec()).problems())
            .extracting(MirrorProblem::reason)
            .containsExactly("aws_unavailable");
        assertThat(cut.hits()).isPositive();
      }
      assertThat(world.mirrors().validate(world.spec()).problems()).isEmpty();
    }
  }

  @Test
  void aTableThatWasReplacedInClickHouse(TestDatabase database) {
    try (MirrorWorld world = live(database, "swapped")) {
      world.stop();
      database.execute("CREATE TABLE swapped_new AS swapped");
      database.execute("EXCHANGE TABLES swapped AND swapped_new");

      world.open();

      world.awaitState(MirrorState.FAILED);
      assertThat(world.status().reason()).contains("clickhouse_table_replaced");
      assertThat(world.status().message().orElseThrow()).contains("was created anew in ClickHouse");
    }
  }

  @Test
  void aStoredFileThatNoLongerFits(TestDatabase database) {
    try (MirrorWorld world = live(database, "unfit")) {
      world.stop();
      try (StateDatabase state = StateDatabase.open(directory)) {
        state.transaction(handle ->
            handle
                .createUpdate(
                    "UPDATE mirror SET file_text = replace(file_text, 'KEY pk, sk', 'KEY note')")
                .execute());
      }

      world.open();

      world.awaitState(MirrorState.FAILED);
      assertThat(world.status().reason()).contains("schema_changed");
      assertThat(world.mirrored()).as("what was mirrored stays").hasSize(10);
    }
  }

  @Test
  void aTableThatIsReplacedBeforeAnythingWasLoadedIsTakenAsItIs(TestDatabase database) {
    try (MirrorWorld world =
        MirrorWorld.of(database, directory, "early")
            .options(options -> options.with(MirrorWorld.impatient()))) {
      world.table().fill(0, 10, "of the first table");
      world.open();
      // Validated, and not looked at again before the table is another one.
      try (Fault away =
          world
              .table()
              .aws()
              .control()
              .faults()
              .on("DynamoDB_20120810.DescribeTable")
              .byRoles()
              .skip(1)
              .does(Effect.internalError())) {
        world.start();
        world.awaitStatus(_ -> away.hits() > 0);
        world.table().dynamo().deleteTable(r -> r.tableName("orders"));
        world.table().createTable();
        world.table().fill(5, 20, "of the second table");
      }

      world.awaitState(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(20);
      assertThat(world.status().generation()).isEqualTo(1);
    }
  }

  private static Fault refuse(MirrorWorld world, String operation, String message) {
    return world
        .table()
        .aws()
        .control()
        .faults()
        .on(operation)
        .byRoles()
        .does(Effect.error(AwsError.client("ValidationException", message)));
  }

  private static void assertRefused(ThrowingCallable start, String code, String message) {
    assertThatThrownBy(start)
        .isInstanceOfSatisfying(
            MirrorRefusedException.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(MirrorProblem::reason)
                    .containsExactly(code))
        .hasMessageContaining(message);
  }

  private MirrorWorld live(TestDatabase database, String name) {
    MirrorWorld world = MirrorWorld.of(database, directory, name);
    world.table().fill(0, 10, "before");
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    return world;
  }
}
