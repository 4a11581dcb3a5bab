package dev.nightjar.mirror.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.scan.ScanPage;
import dev.nightjar.dynamodb.scan.ScanRequest;
import dev.nightjar.mirror.LocalTable;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.StoredMirror;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where the item of a row would be is found by the item that follows it. */
@ExtendWith(EmbeddedEngine.class)
class GhostsTest {
  private static final int SEGMENTS = 64;

  @TempDir Path directory;

  @Test
  void theSegmentsInWhichAnItemWouldBeHoldItOnceItIsThere(TestDatabase database) throws Exception {
    try (LocalTable table = LocalTable.start(AwsLocalOptions.defaults());
        AwsConnector connector = table.connector();
        TableConnection connection = connector.connect(LocalTable.ROLE);
        StateDatabase state = StateDatabase.open(directory)) {
      table.fill(0, 75, "there");
      MirroredTestTable mirrored = MirroredTestTable.create(database, "ghosts", state);
      StoredMirror mirror = mirrored.stored();
      try (Scratch scratch =
          new Scratch(mirrored.clickHouse(), mirrored.table(), mirrored.schema())) {
        scratch.create();
        TableScan scan =
            new TableScan(
                connection.scans(),
                mirror,
                mirrored.schema(),
                SEGMENTS,
                new ReadPacer(1e6),
                scratch,
                new Tracker(),
                Clock.systemUTC(),
                Sleeper.SYSTEM);
        scan.scan(IntStream.range(0, SEGMENTS).boxed().toList(), 0);
        Ghosts ghosts = new Ghosts(scan, scratch, mirror.keys(), SEGMENTS);

        for (int i = 0; i < 12; i++) {
          String pk = "ghost" + i;
          List<Integer> segments = ghosts.segments("{\"pk\":\"%s\",\"sk\":\"s\"}".formatted(pk));
          assertThat(segments).isNotEmpty();
          assertThat(segments.size()).isLessThan(SEGMENTS / 2);

          table.put(pk, "s", "now");
          assertThat(segments).contains(segmentOf(connection, mirror, pk));
          table.delete(pk, "s");
        }
        assertThat(ghosts.segments("{}")).isEmpty();
      }
      assertThat(database.text("SHOW TABLES LIKE '% verify %'")).isEmpty();
    }
  }

  private static int segmentOf(TableConnection connection, StoredMirror mirror, String pk) {
    for (int segment = 0; segment < SEGMENTS; segment++) {
      ScanPage page =
          connection
              .scans()
              .page(new ScanRequest(mirror.tableArn(), segment, SEGMENTS, Optional.empty(), 1000));
      for (int i = 0; i < page.size(); i++) {
        if (page.key(i, mirror.keys()).values().getFirst().text().equals(pk)) {
          return segment;
        }
      }
    }
    throw new AssertionError(pk + " is in no segment");
  }
}
