package dev.nightjar.clickhouse.remote;

import com.clickhouse.client.api.query.QueryResponse;
import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.execution.Deadline;
import dev.nightjar.clickhouse.execution.Pipe;
import dev.nightjar.clickhouse.execution.PipedStream.Piece;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Reads an answer's pieces into a pipe, until one of the ends leaves. What the query has cost comes
 * with the answer's beginning: ClickHouse tells it in a header. The work succeeds exactly when the
 * answer was read to its end.
 */
final class StreamingAnswer implements Callable<Boolean> {
  private static final QueryStatistics NOTHING = new QueryStatistics(Duration.ZERO, 0, 0, 0);

  private final Callable<QueryResponse> send;
  private final Deadline deadline;
  private final Pipe<Piece> pipe;
  private final Runnable kill;

  /**
   * An answer to be read.
   *
   * @param kill ends the query at the server, if it runs
   */
  StreamingAnswer(
      Callable<QueryResponse> send, Deadline deadline, Pipe<Piece> pipe, Runnable kill) {
    this.send = send;
    this.deadline = deadline;
    this.pipe = pipe;
    this.kill = kill;
  }

  @Override
  public Boolean call() throws Exception {
    try (QueryResponse response = send.call()) {
      AnswerReader reader = new AnswerReader(response.getInputStream());
      QueryStatistics cost = statistics(response);
      // The first piece before anything is said: most errors show no earlier.
      Optional<byte[]> piece = reader.next();
      boolean wanted = pipe.put(new Piece.Opened(), deadline.nanosLeft());
      while (wanted && piece.isPresent()) {
        wanted = pipe.put(new Piece.Data(piece.get(), cost), deadline.nanosLeft());
        cost = NOTHING;
        if (wanted) {
          piece = reader.next();
        }
      }
      if (!wanted) {
        // What closes the response reads the rest of it first: there must be an end.
        kill.run();
        throw new CancelledException("the query was closed");
      }
      pipe.put(new Piece.End(NOTHING), deadline.nanosLeft());
      return true;
    } catch (RuntimeException | Error e) {
      pipe.put(new Piece.Failed(e), deadline.nanosLeft());
      throw e;
    }
  }

  static QueryStatistics statistics(QueryResponse response) {
    return new QueryStatistics(
        Duration.ofNanos(Math.max(0, response.getServerTime())),
        Math.max(0, response.getResultRows()),
        Math.max(0, response.getReadRows()),
        Math.max(0, response.getReadBytes()));
  }
}
