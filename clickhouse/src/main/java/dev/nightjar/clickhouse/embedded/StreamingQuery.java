package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.execution.Deadline;
import dev.nightjar.clickhouse.execution.Pipe;
import dev.nightjar.clickhouse.execution.PipedStream.Piece;
import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs a query on a thread of {@link Lanes} and hands its result, piece by piece, to a reader,
 * until one of the ends leaves. Most errors show before the first piece: the engine gathers a
 * megabyte before it writes.
 */
final class StreamingQuery implements Callable<Boolean> {
  /** What a piece has cost is told at the end. */
  static final QueryStatistics NOTHING = new QueryStatistics(Duration.ZERO, 0, 0, 0);

  private final Supplier<Connection> connect;
  private final Query query;
  private final Deadline deadline;
  private final Pipe<Piece> pipe;
  private final OutputPipes outputs;
  private final Executor pumps;
  private final Runnable kill;

  /**
   * @param pumps begins at once whatever it is given
   * @param kill ends the query if it runs; called when the reader has left
   */
  StreamingQuery(
      Supplier<Connection> connect,
      Query query,
      Deadline deadline,
      Pipe<Piece> pipe,
      OutputPipes outputs,
      Executor pumps,
      Runnable kill) {
    this.connect = connect;
    this.query = query;
    this.deadline = deadline;
    this.pipe = pipe;
    this.outputs = outputs;
    this.pumps = pumps;
    this.kill = kill;
  }

  @Override
  public Boolean call() throws InterruptedException {
    try (Connection connection = connect.get()) {
      String sql = bare(query.sql());
      Answer answer = canWriteFiles(connection, sql) ? piped(connection, sql) : whole(connection);
      pipe.put(new Piece.End(answer.statistics()), deadline.nanosLeft());
      return true;
    } catch (RuntimeException | Error e) {
      pipe.put(new Piece.Failed(e), deadline.nanosLeft());
      return false;
    } catch (IOException e) {
      pipe.put(
          new Piece.Failed(new EngineException("a pipe for a result failed: " + e.getMessage(), e)),
          deadline.nanosLeft());
      return false;
    }
  }

  /** The INTO OUTFILE of an EXPLAIN would belong to what it explains. */
  private static boolean canWriteFiles(Connection connection, String sql) {
    return connection.classify(sql).statementClass() == StatementClass.READ_ONLY
        && SqlLexer.tokens(sql).stream().limit(1).noneMatch(first -> first.isWord("EXPLAIN"));
  }

  private Answer piped(Connection connection, String sql) throws IOException, InterruptedException {
    try (OutputPipe output = outputs.open()) {
      Pump pump = new Pump(output, pipe, deadline, kill);
      pumps.execute(pump);
      Answer answer;
      try {
        answer =
            connection.query(output.outOf(sql, query.format()), query.format(), query.parameters());
      } finally {
        output.end();
        pump.finish();
      }
      return answer;
    }
  }

  private Answer whole(Connection connection) throws InterruptedException {
    Answer answer = connection.query(query.sql(), query.format(), query.parameters());
    if (answer.bytes().length > 0) {
      pipe.put(new Piece.Data(answer.bytes(), NOTHING), deadline.nanosLeft());
    }
    return answer;
  }

  /** Without the semicolons and comments at its end: something is to follow. */
  private static String bare(String sql) {
    List<SqlLexer.Token> tokens = SqlLexer.tokens(sql);
    int last = tokens.size() - 1;
    while (last >= 0 && tokens.get(last).isSymbol(";")) {
      last--;
    }
    return last < 0 || last == tokens.size() - 1 ? sql : sql.substring(0, tokens.get(last).end());
  }
}
