package dev.nightjar.clickhouse.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
public abstract class StreamingContract {
  private static final String ROWS =
      "SELECT number, toString(number) AS text FROM numbers(300000) ORDER BY number";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CSVWithNames",
        "JSONCompact",
        "JSONColumns",
        "JSONCompactEachRowWithNamesAndTypes",
        "Parquet",
        "RowBinaryWithNamesAndTypes",
        "Values",
        "Vertical"
      })
  void aStreamIsOneDocumentOfItsFormat(String format, ClickHouse clickHouse) {
    Query query =
        Query.builder(ROWS)
            .format(format)
            .setting("output_format_write_statistics", "0")
            .setting("output_format_parallel_formatting", "0")
            .build();

    assertThat(streamed(clickHouse, query)).isEqualTo(clickHouse.query(query).bytes());
  }

  /** Results below, at and above what a pipe holds, and above what the engine gathers. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 300_000, 3_000_000})
  void aStreamIsWholeWhateverItsLength(int length, ClickHouse clickHouse) {
    Query query =
        Query.builder("SELECT arrayStringConcat(arrayWithConstant(" + length + ", 'x'))")
            .format("RawBLOB")
            .build();

    assertThat(streamed(clickHouse, query))
        .isEqualTo("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHOW TABLES",
        "DESCRIBE TABLE t",
        "EXISTS TABLE t",
        "SHOW CREATE TABLE t",
        "EXPLAIN AST SELECT 1",
        "EXPLAIN SYNTAX SELECT id FROM t",
        "WITH 1 AS x SELECT x",
        "(SELECT 1) UNION ALL (SELECT 1)",
        "FROM t SELECT count()",
        "SELECT 1 ; -- the end",
        "SELECT 1 # the end",
        "SELECT 'it''s; INTO OUTFILE' AS text;;"
      })
  void anyStatementThatReadsCanBeStreamed(String sql, TestDatabase database) {
    database.execute("CREATE TABLE IF NOT EXISTS t (id Int64) ENGINE = MergeTree ORDER BY id");
    Query query = Query.builder(sql).database(database.name()).format("TSV").build();

    assertThat(streamed(database.clickHouse(), query))
        .isNotEmpty()
        .isEqualTo(database.clickHouse().query(query).bytes());
  }

  @Test
  void anyOtherStatementRunsAndAnswersNothing(TestDatabase database) {
    Query create =
        Query.builder("CREATE TABLE made (id Int64) ENGINE = Memory")
            .database(database.name())
            .build();

    assertThat(streamed(database.clickHouse(), create)).isEmpty();
    assertThat(database.text("EXISTS TABLE made")).isEqualTo("1");
  }

  @Test
  void aFormatIsANameAndNothingElse(ClickHouse clickHouse) {
    Query query = Query.of("SELECT 1").withFormat("TSV SETTINGS max_threads = 1");

    assertThatThrownBy(() -> clickHouse.stream(query).close())
        .hasMessageContaining("Unknown format TSV SETTINGS max_threads = 1");
  }

  @Test
  void aReaderThatStopsReadingIsLeftAtTheTimeout(ClickHouse clickHouse) {
    Query query =
        Query.builder("SELECT number AS unread FROM system.numbers")
            .timeout(Duration.ofSeconds(2))
            .id("unread")
            .build();

    try (QueryStream stream = clickHouse.stream(query)) {
      await().until(() -> running(clickHouse) == 0);

      assertThatThrownBy(
              () -> {
                while (stream.next().isPresent()) {}
              })
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("did not end within 2.0 s");
    }
    assertThat(clickHouse.isRunning("unread")).isFalse();
  }

  private static byte[] streamed(ClickHouse clickHouse, Query query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (QueryStream stream = clickHouse.stream(query)) {
      stream.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static long running(ClickHouse clickHouse) {
    return clickHouse
        .rows(
            Query.of(
                "SELECT count() AS n FROM system.processes WHERE query LIKE '%unread%'"
                    + " AND query NOT LIKE '%processes%'"))
        .single()
        .number("n");
  }
}
