package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Neither the log nor the status tells an item's values, whatever fails; the log tells the rest.
 */
@ExtendWith(EmbeddedEngine.class)
@Timeout(120)
class NothingOfItemsIsToldTest {
  private static final String KEY = "key-MARKED-7f3a";
  private static final String VALUE = "value-MARKED-91bc";

  @TempDir Path directory;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Logger ours = (Logger) LoggerFactory.getLogger("dev.nightjar");
  private final Level before = ours.getLevel();
  private OutputStreamAppender<ILoggingEvent> appender;

  @BeforeEach
  void listen() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(written);
    appender.start();
    ours.addAppender(appender);
    ours.setAdditive(false);
    ours.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stopListening() {
    ours.detachAppender(appender);
    ours.setAdditive(true);
    appender.stop();
    ours.setLevel(before);
  }

  @Test
  void aViewThatCannotTakeAValueIsNamedAndTheValueIsNot(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "marked")) {
      world.table().put("a", "1", "5");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      database.execute("CREATE TABLE numbers (n UInt32) ENGINE = MergeTree ORDER BY n");
      database.execute(
          "CREATE MATERIALIZED VIEW to_numbers TO numbers AS SELECT toUInt32(note) AS n FROM marked");

      world.table().put(KEY, "1", VALUE);
      world.awaitState(MirrorState.FAILED);

      assertThat(world.status().reason()).contains("insert_refused");
      assertThat(world.status().message().orElseThrow())
          .contains("CANNOT_PARSE_TEXT")
          .contains("to_numbers");
      assertThat(log())
          .contains("\"mirror\":\"main\\/marked\"")
          .contains("\"datasource\":\"marked\"")
          .contains("\"generation\":\"1\"")
          .contains("\"shard\":\"shardId-")
          .contains("LIVE -> FAILED");
      assertNothingIsTold(world);
    }
  }

  @Test
  void errorsThatQuoteRowsAreRetriedWithoutTheirTextAndToldOnce(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "quoting")) {
      world.table().put("a", "1", "5");
      FaultyClickHouse[] faulty = new FaultyClickHouse[1];
      world.decorated(real -> faulty[0] = quoting(real));
      world.open();
      world.start();

      world.awaitState(MirrorState.LIVE);

      assertThat(world.status().retries())
          .containsEntry("insert:CANNOT_INSERT_NULL_IN_ORDINARY", 3L);
      assertThat(log().lines().filter(line -> line.contains("tries again after insert:")))
          .singleElement()
          .asString()
          .contains("\"batch\":\"" + faulty[0].tokens().getFirst().replace("/", "\\/") + "\"");
      assertNothingIsTold(world);
    }
  }

  @Test
  void whatNobodyForesawIsLoggedWithItsPlaceAndWithoutItsMessage(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "unforeseen")) {
      world.table().put(KEY, "1", VALUE);
      world.decorated(real ->
          new FaultyClickHouse(real)
              .then((_, _) -> {
                throw new NumberFormatException("For input string: \"" + VALUE + "\"");
              }));
      world.open();
      world.start();
      world.awaitState(MirrorState.FAILED);

      assertThat(world.status().reason()).contains("internal_error");
      assertThat(log()).contains("java.lang.NumberFormatException").contains("BatchInserter");
      assertNothingIsTold(world);
    }
  }

  private static FaultyClickHouse quoting(ClickHouse real) {
    FaultyClickHouse faulty = new FaultyClickHouse(real);
    for (int i = 0; i < 3; i++) {
      faulty.then((_, _) -> {
        throw new ClickHouseException(
            349,
            "CANNOT_INSERT_NULL_IN_ORDINARY",
            "Cannot parse row 1: '" + KEY + "', " + VALUE + ": while inserting");
      });
    }
    return faulty;
  }

  private void assertNothingIsTold(MirrorWorld world) {
    await().atMost(Duration.ofSeconds(10)).until(() -> !log().isEmpty());
    String told = log() + world.status() + world.mirrors().statuses();
    for (String mark : List.of(KEY, VALUE)) {
      assertThat(told).doesNotContain(mark);
    }
  }

  private String log() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
