package dev.nightjar.clickhouse.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
public abstract class CancellingContract {
  private static final String ENDLESS = "SELECT number FROM system.numbers";
  private static final String LONG = "SELECT sum(sipHash64(number)) FROM numbers(100000000000)";

  @Test
  void cancelsAQueryThatTakesTooLong(ClickHouse clickHouse) {
    Query query = Query.builder(LONG).timeout(Duration.ofMillis(100)).id("slow").build();

    assertThatThrownBy(() -> clickHouse.query(query))
        .isInstanceOf(CancelledException.class)
        .hasMessage("the query did not end within 0.1 s and was cancelled");

    assertThat(clickHouse.isRunning("slow")).isFalse();
    assertNothingRuns(clickHouse);
  }

  @Test
  void cancelsTheQueryOfAnInterruptedCaller(ClickHouse clickHouse) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                clickHouse.query(Query.of(LONG));
              } catch (CancelledException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    await().until(() -> running(clickHouse) == 1);

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).hasMessageContaining("caller was interrupted");
    assertThat(interrupted.get()).isTrue();
    assertNothingRuns(clickHouse);
  }

  @Test
  void endsAStatementThatMayBeBrokenOffWhenItsCallerIsInterrupted(ClickHouse clickHouse)
      throws InterruptedException {
    clickHouse.execute("CREATE TABLE broken_off (n UInt64) ENGINE = MergeTree ORDER BY n");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                clickHouse.executeUnlessInterrupted(Statement.of("INSERT INTO broken_off " + LONG));
              } catch (CancelledException e) {
                thrown.set(e);
              }
            });
    await().until(() -> running(clickHouse) == 1);

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).hasMessageContaining("caller was interrupted");
    assertNothingRuns(clickHouse);
    clickHouse.execute("DROP TABLE broken_off");
  }

  @Test
  void keepsTheLimitsOfReadOnlyQueries(ClickHouse clickHouse) {
    Query query = Query.builder(LONG).readOnly().setting("max_execution_time", "1").build();

    assertThatThrownBy(() -> clickHouse.query(query))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.name()).isEqualTo("TIMEOUT_EXCEEDED"));
  }

  @Test
  void streamsAResultInPieces(ClickHouse clickHouse) throws IOException {
    Query query = Query.of("SELECT number FROM numbers(300000)").withFormat("TSV");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (QueryStream stream = clickHouse.stream(query)) {
      assertThat(stream.next()).hasValueSatisfying(piece -> out.writeBytes(piece));
      assertThat(stream.next()).hasValueSatisfying(piece -> out.writeBytes(piece));
      stream.transferTo(out);
      assertThat(stream.next()).isEmpty();
    }

    assertThat(out.toByteArray()).isEqualTo(clickHouse.query(query).bytes());
  }

  @Test
  void streamsOverStretchesWithoutRows(ClickHouse clickHouse) throws IOException {
    Query query =
        Query.of(
                "SELECT number FROM numbers(10000000) WHERE number % 3000000 = 7"
                    + " SETTINGS max_threads = 1")
            .withFormat("TSV");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (QueryStream stream = clickHouse.stream(query)) {
      stream.transferTo(out);
    }

    assertThat(out.toString()).isEqualTo("7\n3000007\n6000007\n9000007\n");
  }

  @Test
  void streamsAnEmptyResult(ClickHouse clickHouse) {
    try (QueryStream stream =
        clickHouse.stream(Query.of("SELECT number FROM numbers(0)").withFormat("TSV"))) {
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void closingAStreamEndsItsQuery(ClickHouse clickHouse) {
    QueryStream stream = clickHouse.stream(Query.of(ENDLESS));
    assertThat(stream.next()).isPresent();

    stream.close();

    assertNothingRuns(clickHouse);
    assertThatThrownBy(stream::next).isInstanceOf(CancelledException.class);
  }

  @Test
  void closingAStreamThatComputesEndsItsQuery(ClickHouse clickHouse) throws InterruptedException {
    QueryStream stream =
        clickHouse.stream(
            Query.of(
                "SELECT number FROM numbers(100000000000)"
                    + " WHERE number < 1000000 OR sipHash64(number) = 1"));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (stream.next().isPresent()) {}
              } catch (CancelledException e) {
                thrown.set(e);
              }
            });
    await().until(() -> running(clickHouse) == 1);

    stream.close();
    reader.join();

    assertThat(thrown.get()).hasMessage("the query was closed");
    assertNothingRuns(clickHouse);
  }

  @Test
  void aStreamEndsAtItsTimeout(ClickHouse clickHouse) {
    Query query = Query.builder(ENDLESS).timeout(Duration.ofMillis(300)).build();

    try (QueryStream stream = clickHouse.stream(query)) {
      assertThatThrownBy(
              () -> {
                while (stream.next().isPresent()) {}
              })
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("did not end within 0.3 s");
    }
    assertNothingRuns(clickHouse);
  }

  @Test
  void anErrorHalfWayReachesTheReader(ClickHouse clickHouse) {
    Query query =
        Query.of("SELECT throwIf(number = 9000000, 'half way') FROM numbers(10000000)")
            .withFormat("TSV");

    try (QueryStream stream = clickHouse.stream(query)) {
      assertThatThrownBy(
              () -> {
                while (stream.next().isPresent()) {}
              })
          .isInstanceOf(ClickHouseException.class)
          .hasMessageContaining("half way");
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void anErrorAtTheBeginningIsThrownAtOnce(ClickHouse clickHouse) {
    assertThatThrownBy(() -> clickHouse.stream(Query.of("SELECT * FROM absent")))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.name()).isEqualTo("UNKNOWN_TABLE"));
  }

  private static void assertNothingRuns(ClickHouse clickHouse) {
    assertThat(running(clickHouse)).isZero();
  }

  private static long running(ClickHouse clickHouse) {
    return clickHouse
        .rows(
            Query.of(
                "SELECT count() AS n FROM system.processes WHERE query NOT LIKE '%processes%'"))
        .single()
        .number("n");
  }
}
