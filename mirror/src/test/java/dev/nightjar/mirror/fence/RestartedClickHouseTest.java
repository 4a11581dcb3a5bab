package dev.nightjar.mirror.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.remote.RemoteClickHouse;
import dev.nightjar.clickhouse.testing.ClickHouseProcess;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.StandingClock;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No insert counts that may have come into a ClickHouse which was started again. */
@Timeout(120)
class RestartedClickHouseTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private ClickHouseProcess process;
  private ClickHouse remote;
  private FaultyClickHouse faulty;
  private StateDatabase state;
  private MirroredTestTable mirrored;
  private TableFence fence;
  private ClickHouse fenced;

  @BeforeEach
  void claim() throws Exception {
    process = new ClickHouseProcess(directory.resolve("ch")).start();
    remote = RemoteClickHouse.open(process.options());
    faulty = new FaultyClickHouse(remote);
    state = StateDatabase.open(directory);
    mirrored = MirroredTestTable.create(new TestDatabase("default", () -> remote), "rows", state);
    fence = fence();
    fence.claim(_ -> {});
    fenced = new FencedClickHouse(faulty, fence);
  }

  private TableFence fence() {
    return new TableFence(
        faulty,
        new ServerStarts(),
        new ClaimStore(state),
        mirrored.stored(),
        directory,
        new StandingClock(AT),
        _ -> {});
  }

  @AfterEach
  void close() {
    state.close();
    remote.close();
    process.close();
  }

  @Test
  void isNoticedBeforeAnInsertAndNothingIsSent() {
    insert("one");
    restart();

    assertThatThrownBy(() -> insert("two")).isInstanceOf(ClickHouseRestartedException.class);
    assertThat(faulty.tokens()).containsExactly("one");
  }

  @Test
  void isNoticedAfterAnInsertThatWasOnItsWay() {
    faulty.then((real, insert) -> {
      restart();
      return real.insert(insert);
    });

    assertThatThrownBy(() -> insert("one")).isInstanceOf(ClickHouseRestartedException.class);
    assertThat(mirrored.text("SELECT count() FROM TABLE")).isEqualTo("1");
  }

  @Test
  void isToldToEverybodyWhoAsksInTheSameRun() throws Exception {
    restart();

    assertThatThrownBy(() -> fence.restarts().requireNone())
        .isInstanceOf(ClickHouseRestartedException.class);
    assertThatThrownBy(() -> insert("one")).isInstanceOf(ClickHouseRestartedException.class);
    assertThatThrownBy(() -> insert("two")).isInstanceOf(ClickHouseRestartedException.class);
    assertThat(faulty.tokens()).isEmpty();

    fence.claim(_ -> {});
    insert("three");
    assertThat(mirrored.text("SELECT count() FROM TABLE")).isEqualTo("1");
  }

  @Test
  void anInsertIsUnknownWhereNobodySaysWhetherItIsStillThere() {
    faulty.then((real, insert) -> {
      var result = real.insert(insert);
      process.kill();
      return result;
    });

    assertThatThrownBy(() -> insert("one"))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("cannot be seen");
  }

  @Test
  void theTableIsLookedAtAfterAnInsertThatFailed() throws Exception {
    fence().claim(_ -> {});
    insert("one");
    faulty.then((_, _) -> {
      throw new OutcomeUnknownException("no answer");
    });
    assertThatThrownBy(() -> insert("two")).isInstanceOf(OutcomeUnknownException.class);

    assertThatThrownBy(() -> insert("three"))
        .isInstanceOf(MirrorFailedException.class)
        .hasMessageContaining("claimed by another server");
  }

  @Test
  void anInsertOfAThreadThatIsToldToStopStillCounts() {
    faulty.then((real, insert) -> {
      var result = real.insert(insert);
      Thread.currentThread().interrupt();
      return result;
    });

    insert("one");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(mirrored.text("SELECT count() FROM TABLE")).isEqualTo("1");
  }

  /** The connections of before are broken: somebody asks until one is sound. */
  private void restart() {
    process.kill();
    process.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(ClickHouseException.class)
        .until(() -> !remote.isRunning("nothing"));
  }

  private void insert(String token) {
    BatchBuffer buffer = new BatchBuffer(mirrored.schema(), 1, 1);
    Changes.page(List.of(Changes.record(1, AT, "a", "note")), AT, "next").forEach(buffer::add);
    Insert insert = Insert.of(mirrored.table(), buffer.rows()).token(token);
    for (Map.Entry<String, String> setting : MirroredSchema.insertSettings().entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    fenced.insert(insert);
  }
}
