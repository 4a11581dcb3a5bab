package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Exports of which AWS, or what stands in for it, says less than it may. */
@ExtendWith(EmbeddedEngine.class)
class TerseExportsTest {
  @TempDir Path directory;

  @Test
  void anExportThatIsNotKnownAtOnceAndWhoseManifestIsNotNamed(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "terse")) {
      world.table().fill(0, 20, "exported");
      Fault unknown =
          world
              .table()
              .aws()
              .control()
              .faults()
              .on("DynamoDB_20120810.DescribeExport")
              .times(2)
              .does(Effect.error(AwsError.client("ExportNotFoundException", "Export not found")));
      without(world, "DescribeTable", "Table", "TableId");
      without(world, "*Export*", "ExportDescription", "ExportManifest");
      without(world, "*Export*", "ExportDescription", "S3Bucket");
      world.open();
      world.start();

      world.awaitState(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(20);
      assertThat(unknown.hits()).isEqualTo(2);
      assertThat(world.status().generation()).as("there was no gap").isEqualTo(1);
    }
  }

  @Test
  void anExportWithoutATimeIsOfNoUse(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "timeless")) {
      world.table().fill(0, 20, "exported");
      without(world, "*Export*", "ExportDescription", "ExportTime");
      world.open();

      assertThatThrownBy(world::start)
          .isInstanceOf(MirrorRefusedException.class)
          .hasMessageContaining("without an ExportTime");
    }
  }

  private static void without(MirrorWorld world, String operation, String object, String member) {
    world
        .table()
        .aws()
        .control()
        .faults()
        .on("DynamoDB_20120810." + operation)
        .does((call, next) -> {
          ObjectNode answer = next.proceed(call);
          ((ObjectNode) answer.get(object)).remove(member);
          return answer;
        });
  }
}
