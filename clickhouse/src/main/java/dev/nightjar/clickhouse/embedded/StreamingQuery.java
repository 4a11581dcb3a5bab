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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
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
  private final Classifications classifications;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Drain> drain = Optional.empty();
  private boolean hastened;

  /**
   * A query that has not begun.
   *
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
      Runnable kill,
      Classifications classifications) {
    this.connect = connect;
    this.query = query;
    this.deadline = deadline;
    this.pipe = pipe;
    this.outputs = outputs;
    this.pumps = pumps;
    this.kill = kill;
    this.classifications = classifications;
  }

  /**
   * The reader has waited for a while, or leaves: what there is of a result is to come as it comes,
   * and the engine must not wait for room, now or later.
   */
  void hasten() {
    lock.lock();
    try {
      hastened = true;
      drain.ifPresent(Drain::open);
    } finally {
      lock.unlock();
    }
  }

  private Drain drain(OutputPipe output) {
    lock.lock();
    try {
      Drain made = new Drain(output, new Pump(output, pipe, deadline, kill), pumps);
      drain = Optional.of(made);
      if (hastened) {
        made.open();
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Boolean call() throws InterruptedException {
    try {
      Ended ended = run();
      pipe.putLast(ended.pieces(), deadline.nanosLeft());
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

  /** When it answers, the connection is closed: the reader need not wait for that. */
  private Ended run() throws IOException, InterruptedException {
    try (Connection connection = connect.get()) {
      String sql = bare(query.sql());
      return canWriteFiles(connection, sql) ? piped(connection, sql) : whole(connection);
    }
  }

  /**
   * A query that has ended.
   *
   * @param rest of its result, which the reader has not been given
   */
  private record Ended(byte[] rest, QueryStatistics cost) {
    List<Piece> pieces() {
      Piece end = new Piece.End(cost);
      return rest.length == 0 ? List.of(end) : List.of(new Piece.Data(rest, NOTHING), end);
    }
  }

  /** The INTO OUTFILE of an EXPLAIN would belong to what it explains. */
  private boolean canWriteFiles(Connection connection, String sql) {
    return classifications.of(connection, sql).statementClass() == StatementClass.READ_ONLY
        && SqlLexer.tokens(sql).stream().limit(1).noneMatch(first -> first.isWord("EXPLAIN"));
  }

  private Ended piped(Connection connection, String sql) throws IOException, InterruptedException {
    try (OutputPipe output = outputs.open()) {
      Drain drain = drain(output);
      byte[] rest;
      Answer answer;
      try {
        answer =
            connection.query(output.outOf(sql, query.format()), query.format(), query.parameters());
      } finally {
        rest = drain.finish();
      }
      return new Ended(rest, answer.statistics());
    }
  }

  private Ended whole(Connection connection) {
    Answer answer = connection.query(query.sql(), query.format(), query.parameters());
    return new Ended(answer.bytes(), answer.statistics());
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
