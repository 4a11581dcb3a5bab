package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportFault;
import dev.nightjar.awslocal.backup.ExportFault.Checksum;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exports that are not what their manifests say: found whatever hides it, never shown as the table,
 * and replaced by another export.
 */
@ExtendWith(EmbeddedEngine.class)
class DamagedExportTest {
  private static final Map<String, ExportFault> DAMAGE =
      Map.of(
          "truncated", ExportFault.truncatedFile(Checksum.RIGHT),
          "damaged", ExportFault.damagedFile(Checksum.RIGHT),
          "lostItem", ExportFault.lostItem(),
          "miscountedFile", ExportFault.miscountedFile(),
          "miscountedSummary", ExportFault.miscountedSummary(),
          "shortManifest", ExportFault.shortManifest(Checksum.RIGHT),
          "otherManifest", ExportFault.shortManifest(Checksum.WRONG),
          "missingManifest", ExportFault.missingManifest(),
          "missingFile", ExportFault.missingFile());

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncated",
        "damaged",
        "lostItem",
        "miscountedFile",
        "miscountedSummary",
        "shortManifest",
        "otherManifest",
        "missingManifest",
        "missingFile"
      })
  void isFoundAndReplaced(String damage, TestDatabase database) {
    String name = "export" + damage.toLowerCase(Locale.ROOT);
    try (MirrorWorld world = MirrorWorld.of(database, directory, name)) {
      world.table().fill(0, 60, "exported");
      world.table().aws().control().exports().next(DAMAGE.get(damage));
      world.open();
      world.start();

      world.awaitStatus(status -> status.state() == MirrorState.HEALING);
      assertThat(world.status().healing().cause()).contains("export_corrupt");
      world.table().delete("p3", "s3");
      world.passStreamAge(2);

      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(59);
      assertThat(world.status().generation()).isEqualTo(2);
    }
  }

  @Test
  void filesThatAreSwappedWithTheirChecksumsAreStillTheWholeTable(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "exportswapped")) {
      world.table().fill(0, 60, "exported");
      // of the same count, so that nothing of it is wrong but the order
      world
          .table()
          .aws()
          .control()
          .exports()
          .next(export -> {
            ExportFault.swappedFiles(Checksum.RIGHT).apply(export);
            int one = export.withItems(0);
            int other = export.withItems(1);
            long items = export.files().get(one).items();
            export
                .files()
                .set(one, export.files().get(one).withItems(export.files().get(other).items()));
            export.files().set(other, export.files().get(other).withItems(items));
          });
      world.open();
      world.start();

      world.awaitState(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(60);
    }
  }

  @Test
  void anExportWithItemsOfDifferentMomentsIsTheTableAllTheSame(TestDatabase database) {
    AwsLocalOptions fuzzy =
        AwsLocalOptions.defaults()
            .withExports(ExportOptions.defaults().withFuzz(Duration.ofMinutes(1), 11));
    try (MirrorWorld world = new MirrorWorld(database, directory, "exportfuzzy", fuzzy)) {
      write(world, 0);
      world.open();
      world.start();
      write(world, 100);
      world.table().clock().advance(Duration.ofMinutes(2));

      world.awaitState(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan());
      String[] changes = world.changeRows().split("\t");
      assertThat(changes[0]).as("none twice").isEqualTo(changes[1]);
    }
  }

  /** Changes, adds and deletes for a minute and a half. */
  private static void write(MirrorWorld world, int from) {
    for (int i = from; i < from + 45; i++) {
      world.table().fill(i % 60, 20, "at " + i);
      world.table().delete("p" + i % 60, "s" + i % 60 % 7);
      world.table().clock().advance(Duration.ofSeconds(2));
    }
  }
}
