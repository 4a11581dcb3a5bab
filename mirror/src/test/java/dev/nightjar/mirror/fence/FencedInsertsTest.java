package dev.nightjar.mirror.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.StandingClock;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.row.MirroredSchema;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is asked around an insert, within the seconds in which a look at the table holds. */
@ExtendWith(EmbeddedEngine.class)
class FencedInsertsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private StateDatabase state;
  private MirroredTestTable mirrored;
  private final AtomicInteger questions = new AtomicInteger();

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    state = StateDatabase.open(directory);
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    mirrored = MirroredTestTable.create(database, name, state);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void anEngineInThisProcessIsAskedNothing() throws Exception {
    ClickHouse fenced = claimed(counting());
    questions.set(0);

    insert(fenced);

    assertThat(questions).hasValue(0);
  }

  private ClickHouse claimed(ClickHouse clickHouse) throws InterruptedException {
    TableFence fence =
        new TableFence(
            clickHouse,
            new ServerStarts(),
            new ClaimStore(state),
            mirrored.stored(),
            directory,
            new StandingClock(AT),
            _ -> {});
    fence.claim(_ -> {});
    return new FencedClickHouse(clickHouse, fence);
  }

  private ClickHouse counting() {
    return new ForwardingClickHouse(mirrored.clickHouse()) {
      @Override
      public QueryResult query(Query query) {
        questions.incrementAndGet();
        return real().query(query);
      }
    };
  }

  private void insert(ClickHouse fenced) {
    BatchBuffer buffer = new BatchBuffer(mirrored.schema(), 1, 1);
    Changes.page(List.of(Changes.record(1, AT, "a", "note")), AT, "next").forEach(buffer::add);
    Insert insert = Insert.of(mirrored.table(), buffer.rows()).token("token");
    for (Map.Entry<String, String> setting : MirroredSchema.insertSettings().entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    fenced.insert(insert);
  }
}
