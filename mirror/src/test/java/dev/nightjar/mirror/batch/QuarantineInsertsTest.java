package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A misfit is in quarantine once, whatever happens to its insert and to the server. */
@ExtendWith(EmbeddedEngine.class)
class QuarantineInsertsTest {
  private static final Source.OfShard SHARD =
      new Source.OfShard("arn:stream", new ShardId("shardId-00000001700000000000-00000000"));
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private MirroredTestTable mirrored;
  private FaultyClickHouse clickHouse;
  private StateDatabase state;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    clickHouse = new FaultyClickHouse(database.clickHouse());
    state = StateDatabase.open(directory);
    mirrored = MirroredTestTable.create(database, name, state);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void anInsertThatArrivesAfterACrashIsNotDoubled() throws Exception {
    List<Insert> late = new ArrayList<>();
    clickHouse
        .thenArrives()
        .then((_, _) -> {
          throw new OutcomeUnknownException("the connection broke");
        })
        .then((_, insert) -> {
          late.add(insert);
          throw new FaultyClickHouse.Killed();
        });
    assertThatThrownBy(this::insert).isInstanceOf(FaultyClickHouse.Killed.class);

    restart();
    settle();
    clickHouse.insert(late.getFirst());

    assertThat(quarantined()).isEqualTo("1");
    assertThat(mirrored.ledger().planned("m", SHARD)).isEmpty();
  }

  @Test
  void tokensWithoutTheirPartsAreReplacedAcrossCrashes() throws Exception {
    clickHouse.thenArrives().then(this::losesItsPart);
    assertThatThrownBy(this::insert).isInstanceOf(FaultyClickHouse.Killed.class);
    restart();
    clickHouse.thenArrives().thenArrives().then(this::losesItsPart);
    assertThatThrownBy(this::settle).isInstanceOf(FaultyClickHouse.Killed.class);
    restart();

    settle();

    assertThat(quarantined()).isEqualTo("1");
    assertThat(mirrored.changes()).isEqualTo("1\t1");
    assertThat(clickHouse.tokens().getLast()).isEqualTo("token quarantine#2");
  }

  @Test
  void rowsThatNeverStayStopTheBatchInsteadOfGoingInForEver() {
    clickHouse
        .thenArrives()
        .then((_, _) -> {
          throw new OutcomeUnknownException("the connection broke");
        });
    for (int i = 0; i < 20; i++) {
      clickHouse.then((_, _) -> new InsertResult(1, 1, Duration.ZERO));
    }

    assertThatThrownBy(this::insert)
        .isInstanceOf(BatchRefusedException.class)
        .hasMessageContaining("_quarantine` 16 times")
        .hasMessageContaining("resume");

    assertThat(mirrored.ledger().planned("m", SHARD)).hasSize(1);
  }

  private InsertResult losesItsPart(ClickHouse real, Insert insert) {
    real.insert(insert);
    mirrored.text("ALTER TABLE TABLE_quarantine DELETE WHERE 1 SETTINGS mutations_sync = 2");
    throw new FaultyClickHouse.Killed();
  }

  /** Another process: nothing is left but what is on disk. */
  private void restart() {
    state.close();
    state = StateDatabase.open(directory);
    mirrored = mirrored.reopened(state);
  }

  private void insert() throws InterruptedException {
    BatchBuffer misfit = misfit();
    Batch batch =
        new Batch(
            "m",
            0,
            1,
            SHARD,
            "1",
            "1",
            misfit.counts(),
            mirrored.schema().fingerprint(),
            "uuid",
            misfit.probes(
                new Partitions(mirrored.clickHouse(), mirrored.schema(), UNHEARD, Sleeper.SYSTEM)),
            "token",
            0);
    mirrored
        .inserter(clickHouse, UNHEARD)
        .insert(batch, misfit.rows(), misfit.quarantined(), _ -> {});
  }

  /** Reads the range again, as a restarted server does. */
  private void settle() throws InterruptedException {
    BatchBuffer misfit = misfit();
    mirrored
        .inserter(clickHouse, UNHEARD)
        .insertAgain(
            mirrored.ledger().planned("m", SHARD).getFirst(),
            mirrored.schema().fingerprint(),
            misfit.rows(),
            misfit.quarantined(),
            _ -> {});
  }

  private BatchBuffer misfit() {
    BatchBuffer buffer = new BatchBuffer(mirrored.schema(), 1, 1);
    String note = "{\"M\":{\"x\":{\"S\":\"no number\"}}}";
    Changes.page(List.of(new Changes.Record(1, AT, "a", note)), AT, "next").forEach(buffer::add);
    return buffer;
  }

  private String quarantined() {
    return mirrored.text("SELECT count() FROM TABLE_quarantine");
  }

  private static final Retries UNHEARD =
      new Retries() {
        @Override
        public void retrying(String cause, String message) {}

        @Override
        public void recovered() {}
      };
}
