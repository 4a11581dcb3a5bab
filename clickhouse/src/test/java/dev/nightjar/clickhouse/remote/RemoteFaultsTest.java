package dev.nightjar.clickhouse.remote;

import static dev.nightjar.clickhouse.remote.ScriptedServer.answer;
import static dev.nightjar.clickhouse.remote.ScriptedServer.chunk;
import static dev.nightjar.clickhouse.remote.ScriptedServer.chunked;
import static dev.nightjar.clickhouse.remote.ScriptedServer.error;
import static dev.nightjar.clickhouse.remote.ScriptedServer.lastChunk;
import static dev.nightjar.clickhouse.remote.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.remote.ScriptedServer.Script;
import dev.nightjar.clickhouse.type.ClickHouseType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller learns when the network or the server fails: did the statement begin? */
@Timeout(60)
class RemoteFaultsTest {
  private static final String TEXT =
      "Code: 395. DB::Exception: half way: while executing. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)"
          + " (version 25.8.2.29 (official build))";

  @ParameterizedTest
  @ValueSource(strings = {"502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"})
  void nobodyKnowsWhetherABlockArrivedThatAProxyAnswers(String status) throws IOException {
    try (ScriptedServer server = answering("INSERT INTO", answer(status, "", "<html>"));
        ClickHouse clickHouse = open(server)) {
      assertThatThrownBy(() -> clickHouse.insert(Insert.of(TableName.of("t"), block())))
          .isInstanceOf(OutcomeUnknownException.class);

      assertThat(server.received("INSERT INTO").stream().filter(each -> each.body().length > 0))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "503 Service Unavailable, 209, SOCKET_TIMEOUT",
    "500 Internal Server Error, 252, TOO_MANY_PARTS",
    "200 OK, 395, FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"
  })
  void sendsABlockOnceWhateverClickHouseAnswers(String status, int code, String name)
      throws IOException {
    String text = "Code: %d. DB::Exception: no. (%s) (version 25.8.2.29 (official build))\n";
    try (ScriptedServer server =
            answering("INSERT INTO", error(status, code, text.formatted(code, name)));
        ClickHouse clickHouse = open(server)) {
      Throwable thrown =
          catchThrowable(() -> clickHouse.insert(Insert.of(TableName.of("t"), block())));

      assertThat(thrown).isInstanceOf(ClickHouseException.class);
      assertThat(thrown).isNotInstanceOf(UnavailableException.class);
      assertThat(server.received("INSERT INTO").stream().filter(each -> each.body().length > 0))
          .hasSize(1);
    }
  }

  @Test
  void sendsAStatementOnceWhateverClickHouseAnswers() throws IOException {
    try (ScriptedServer server =
            answering(
                "EXCHANGE",
                error(
                    "503 Service Unavailable",
                    439,
                    "Code: 439. DB::Exception: no thread. (CANNOT_SCHEDULE_TASK)"));
        ClickHouse clickHouse = open(server)) {
      assertThatThrownBy(() -> clickHouse.execute("EXCHANGE TABLES a AND b"))
          .isInstanceOfSatisfying(
              ClickHouseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(439);
                assertThat(e.name()).isEqualTo("CANNOT_SCHEDULE_TASK");
                assertThat(e).hasMessage("no thread");
              });

      assertThat(server.received("EXCHANGE")).hasSize(1);
    }
  }

  @Test
  void nobodyKnowsWhatBecameOfAStatementWhoseAnswerWasCut() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(cutting("INSERT INTO", "EXCHANGE", "SELECT 1"));
        ClickHouse clickHouse = open(server)) {
      assertThatThrownBy(() -> clickHouse.insert(Insert.of(TableName.of("t"), block())))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("the connection to ClickHouse at 127.0.0.1:");
      assertThatThrownBy(() -> clickHouse.execute("EXCHANGE TABLES a AND b"))
          .isInstanceOf(OutcomeUnknownException.class);
      assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
          .isInstanceOf(OutcomeUnknownException.class);

      assertThat(server.received("INSERT INTO")).hasSize(1);
      assertThat(server.received("EXCHANGE")).hasSize(1);
    }
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> {
              if (!request.sql().contains("INSERT INTO") && !request.sql().contains("EXCHANGE")) {
                return false;
              }
              end.await();
              return true;
            });
        ClickHouse clickHouse =
            RemoteClickHouse.open(
                RemoteOptions.at(server.url())
                    .limits(Limits.STANDARD.silence(Duration.ofMillis(300))))) {
      assertThatThrownBy(() -> clickHouse.insert(Insert.of(TableName.of("t"), block())))
          .isInstanceOf(OutcomeUnknownException.class);
      // The server says that it no longer runs.
      assertThatThrownBy(() -> clickHouse.execute("EXCHANGE TABLES a AND b"))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("no answer came");
      end.countDown();
    }
  }

  @Test
  void anAnswerThatIsNoHttpIsNone() throws IOException {
    try (ScriptedServer server = answering("SELECT 1", "\u0000\u0001 no HTTP\r\n\r\n".getBytes());
        ClickHouse clickHouse = open(server)) {
      assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
          .isInstanceOf(ClickHouseException.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void saysSoWhenItIsNoClickHouse() throws IOException {
    try (ScriptedServer server = answering("SELECT 1", answer("404 Not Found", "", "<html>"));
        ClickHouse clickHouse = open(server)) {
      assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("answered HTTP 404 without ClickHouse's error code (<html>")
          .hasMessageContaining("is it the address of ClickHouse's HTTP interface?");
    }
  }

  @Test
  void aBusyServerHasNotBegun() throws IOException {
    try (ScriptedServer server =
            answering(
                "SELECT 1",
                error(
                    "500 Internal Server Error",
                    202,
                    "Code: 202. DB::Exception: Too many simultaneous queries. Maximum: 100."
                        + " (TOO_MANY_SIMULTANEOUS_QUERIES)"));
        ClickHouse clickHouse = open(server)) {
      assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT 1")))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("runs too many queries already");
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true", "false, true"})
  void anErrorBehindRowsIsFoundAndNeverARow(boolean tagged, boolean ended) throws IOException {
    String frame =
        tagged
            ? "\r\n__exception__\r\ndngjzjnxkvlwkeua\r\n"
                + TEXT
                + "\n"
                + (TEXT.length() + 1)
                + " dngjzjnxkvlwkeua\r\n__exception__\r\n"
            : "\r\n__exception__\r\n" + TEXT + "\n";
    int half = frame.length() / 2;
    Script script =
        (request, out) -> {
          if (!request.sql().contains("FROM numbers")) {
            return false;
          }
          out.write(chunked());
          out.write(chunk("1\n2\n"));
          out.write(chunk(frame.substring(0, half)));
          out.flush();
          out.write(chunk(frame.substring(half)));
          if (ended) {
            out.write(lastChunk());
            return true;
          }
          out.flush();
          throw new IOException("cut");
        };
    try (ScriptedServer server = new ScriptedServer(script);
        ClickHouse clickHouse = open(server)) {
      Query query = Query.of("SELECT number FROM numbers(9)").withFormat("TSV");
      ByteArrayOutputStream rows = new ByteArrayOutputStream();

      try (QueryStream stream = clickHouse.stream(query)) {
        assertThatThrownBy(() -> stream.transferTo(rows))
            .isInstanceOfSatisfying(
                ClickHouseException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(395);
                  assertThat(e.name()).isEqualTo("FUNCTION_THROW_IF_VALUE_IS_NON_ZERO");
                  assertThat(e).hasMessage("half way: while executing");
                });
      }

      assertThat(rows.toString().strip()).isEqualTo("1\n2");
      assertThatThrownBy(() -> clickHouse.query(query))
          .isInstanceOfSatisfying(
              ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(395));
    }
  }

  @Test
  void anAnswerCutBetweenRowsIsNotTheirEnd() throws IOException {
    Script script =
        (request, out) -> {
          if (!request.sql().contains("FROM numbers")) {
            return false;
          }
          out.write(chunked());
          out.write(chunk("1\n2\n"));
          out.flush();
          throw new IOException("cut");
        };
    try (ScriptedServer server = new ScriptedServer(script);
        ClickHouse clickHouse = open(server)) {
      Query query = Query.of("SELECT number FROM numbers(9)").withFormat("TSV");

      assertThatThrownBy(() -> clickHouse.query(query))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("in the middle of ClickHouse's answer");
      try (QueryStream stream = clickHouse.stream(query)) {
        assertThat(stream.next()).isPresent();
        assertThatThrownBy(stream::next).isInstanceOf(OutcomeUnknownException.class);
      }
    }
  }

  @Test
  void aQueryThatTakesTooLongIsKilledByItsId() throws Exception {
    CountDownLatch killed = new CountDownLatch(1);
    Script script =
        (request, out) -> {
          if (request.sql().startsWith("KILL QUERY")) {
            out.write(ok("kill_status\nwaiting\n"));
            killed.countDown();
            return true;
          }
          if (!request.sql().contains("sleep")) {
            return false;
          }
          killed.await();
          out.write(
              error(
                  "500 Internal Server Error",
                  394,
                  "Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED)"));
          return true;
        };
    try (ScriptedServer server = new ScriptedServer(script);
        ClickHouse clickHouse = open(server)) {
      Query query =
          Query.builder("SELECT sleep(3)").id("it's slow").timeout(Duration.ofMillis(100)).build();

      assertThatThrownBy(() -> clickHouse.query(query))
          .isInstanceOf(CancelledException.class)
          .hasMessage("the query did not end within 0.1 s and was cancelled");

      assertThat(server.received("KILL QUERY").getFirst().sql())
          .isEqualTo(
              "KILL QUERY WHERE (query_id = 'it\\'s slow' OR Settings['log_comment'] = 'it\\'s"
                  + " slow') ASYNC");
      assertThat(server.received("`processes`").getLast().sql())
          .contains("query_id = 'it\\'s slow'");
    }
  }

  @Test
  void theNextStatementWorksAfterALostConnection() throws IOException {
    try (ScriptedServer server = new ScriptedServer(cutting("EXCHANGE"));
        ClickHouse clickHouse = open(server)) {
      assertThatThrownBy(() -> clickHouse.execute(Statement.of("EXCHANGE TABLES a AND b")))
          .isInstanceOf(OutcomeUnknownException.class);

      assertThat(clickHouse.query(Query.of("SELECT 1")).bytes()).isEmpty();
      assertThat(clickHouse.version()).isEqualTo("25.8.2.29");
    }
  }

  @Test
  void streamsAnEmptyAnswer() throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> false);
        ClickHouse clickHouse = open(server);
        QueryStream stream = clickHouse.stream(Query.of("SELECT 1 WHERE 0"))) {
      assertThat(stream.next()).isEqualTo(Optional.empty());
    }
  }

  private static ScriptedServer answering(String sql, byte[] answer) throws IOException {
    return new ScriptedServer((request, out) -> {
      boolean mine = request.sql().contains(sql);
      if (mine) {
        out.write(answer);
      }
      return mine;
    });
  }

  private static Script cutting(String... sql) {
    return (request, out) -> {
      if (List.of(sql).stream().anyMatch(request.sql()::contains)) {
        out.flush();
        throw new IOException("cut");
      }
      return false;
    };
  }

  static ClickHouse open(ScriptedServer server) {
    return RemoteClickHouse.open(RemoteOptions.at(server.url()));
  }

  static NativeBlock block() {
    BlockBuilder builder =
        new BlockBuilder(List.of(new BlockColumn("a", ClickHouseType.parse("Int64"))));
    ((FixedColumn) builder.column(0)).append(7);
    builder.endRow();
    return builder.finish();
  }
}
