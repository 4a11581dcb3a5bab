package dev.nightjar.mirror.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.export.DataFile;
import dev.nightjar.dynamodb.export.ExportManifest;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.GenerationStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What ClickHouse has lost of an export's files is found, whatever stands around it. */
@ExtendWith(EmbeddedEngine.class)
class LedgerCheckTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Source.OfFile FILE = new Source.OfFile(1, 0);
  private static final String FITS = "{\"S\":\"exported\"}";
  private static final String MISFIT = "{\"M\":{\"x\":{\"S\":\"no number\"}}}";

  @TempDir Path directory;
  private MirroredTestTable mirrored;
  private StateDatabase state;
  private FileStore files;
  private Generation generation;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    state = StateDatabase.open(directory);
    mirrored = MirroredTestTable.create(database, name, state);
    generation = Generation.begun("m", 1, false, AT, "stream", AT.plus(Generation.FUZZ));
    new GenerationStore(state).begin(generation, "table-id");
    files = new FileStore(state);
    DataFile file = new DataFile("bucket", "data/one.json.gz", 4, "md5", "etag");
    files.begin(
        generation, new ExportManifest("export", "table", "table-id", AT, 4, 4, List.of(file)), AT);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void newerRowsOfTheLastBatchDoNotHideThatTheOneBeforeIsGone() throws Exception {
    load(1, FITS, "a", "b");
    load(3, FITS, "c", "d");
    BatchBuffer newer = new BatchBuffer(mirrored.schema(), 1, 1);
    add(newer, 7, "{\"S\":\"changed\"}", "c", "d");
    mirrored.insert(newer.rows());
    mirrored.text("ALTER TABLE TABLE DELETE WHERE note = 'exported' SETTINGS mutations_sync = 2");

    check();

    assertThat(inFlight()).containsExactly("1-2", "3-4");
    assertThat(files.one("m", 1, 0).linesDone()).isZero();
  }

  @Test
  void theQuarantinedRowOfOneBatchIsNotTakenForThatOfAnother() throws Exception {
    load(1, MISFIT, "a", "b");
    load(3, MISFIT, "c", "d");
    mirrored.text(
        "ALTER TABLE TABLE_quarantine DELETE WHERE change LIKE '%\"c\"%' OR change LIKE '%\"d\"%'"
            + " SETTINGS mutations_sync = 2");
    assertThat(mirrored.text("SELECT count() FROM TABLE_quarantine")).isEqualTo("2");

    check();

    assertThat(inFlight()).containsExactly("3-4");
    assertThat(files.one("m", 1, 0).linesDone()).isEqualTo(2);
  }

  @Test
  void whatCameInAfterARestartDoesNotHideWhatThatHasTaken() throws Exception {
    load(1, FITS, "a", "b");
    BatchBuffer newer = new BatchBuffer(mirrored.schema(), 1, 1);
    add(newer, 7, "{\"S\":\"changed\"}", "a", "b");
    mirrored.ledger().plan(inFlight(newer, 7));
    mirrored.insert(newer.rows());
    mirrored.text("ALTER TABLE TABLE DELETE WHERE note = 'exported' SETTINGS mutations_sync = 2");

    check();
    assertThat(inFlight()).as("of an engine that does not lose what it has").isEmpty();
    check(new RestartingClickHouse(mirrored.clickHouse()));

    assertThat(inFlight()).containsExactly("1-2");
    assertThat(files.one("m", 1, 0).linesDone()).isZero();
  }

  /** One that is started again without this process. */
  private static final class RestartingClickHouse extends ForwardingClickHouse {
    RestartingClickHouse(ClickHouse real) {
      super(real);
    }

    @Override
    public boolean restartsByItself() {
      return true;
    }
  }

  private Batch inFlight(BatchBuffer rows, long sequence) throws InterruptedException {
    String position = Long.toString(sequence);
    ShardId shard = new ShardId("shardId-00000001700000000000-00000000");
    return new Batch(
        "m",
        0,
        1,
        new Source.OfStream("stream"),
        "",
        "",
        rows.counts(),
        mirrored.schema().fingerprint(),
        "uuid",
        List.of(),
        "token",
        0,
        List.of(new ShardRange(shard, position, position, rows.changes(), 0)));
  }

  private void check() {
    check(mirrored.clickHouse());
  }

  private void check(ClickHouse clickHouse) {
    new LedgerCheck(
            mirrored.stored(),
            mirrored.ledger(),
            new Prober(
                clickHouse,
                mirrored.table(),
                MirrorSpec.quarantineOf(mirrored.table()),
                mirrored.schema()))
        .files(generation, files);
  }

  private List<String> inFlight() {
    return mirrored.ledger().planned("m", FILE).stream()
        .map(batch -> batch.first() + "-" + batch.last())
        .toList();
  }

  /** Loads some lines as a batch; all of them have one version, as an export's have. */
  private void load(long firstLine, String note, String... keys) throws InterruptedException {
    BatchBuffer buffer = new BatchBuffer(mirrored.schema(), 1, 0);
    add(buffer, 1, note, keys);
    long lastLine = firstLine + keys.length - 1;
    Batch batch =
        new Batch(
            "m",
            0,
            1,
            FILE,
            Long.toString(firstLine),
            Long.toString(lastLine),
            buffer.counts(),
            mirrored.schema().fingerprint(),
            "uuid",
            buffer.probes(
                new Partitions(
                    mirrored.clickHouse(), mirrored.schema(), UNTROUBLED, Sleeper.SYSTEM)),
            "file " + firstLine + "-" + lastLine,
            0);
    mirrored
        .inserter(mirrored.clickHouse(), UNTROUBLED)
        .insert(
            batch,
            buffer.rows(),
            buffer.quarantined(),
            FileStore.advance("m", 1, 0, lastLine, 1, batch.counts().quarantined()));
  }

  private static void add(BatchBuffer buffer, long sequence, String note, String... keys) {
    for (String key : keys) {
      Changes.page(List.of(new Changes.Record(sequence, AT, key, note)), AT, "next")
          .forEach(buffer::add);
    }
  }

  private static final Retries UNTROUBLED =
      new Retries() {
        @Override
        public void retrying(String cause, String message) {
          throw new AssertionError(message);
        }

        @Override
        public void recovered() {}
      };
}
