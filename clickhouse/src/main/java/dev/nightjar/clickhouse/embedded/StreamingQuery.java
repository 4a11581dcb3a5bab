package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.execution.Deadline;
import dev.nightjar.clickhouse.execution.Pipe;
import dev.nightjar.clickhouse.execution.PipedStream.Piece;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Fetches a query's pieces into a pipe, on a thread of {@link Lanes}, until one of the ends leaves.
 */
final class StreamingQuery implements Callable<Boolean> {
  private final Supplier<Connection> connect;
  private final Query query;
  private final Deadline deadline;
  private final Pipe<Piece> pipe;

  StreamingQuery(Supplier<Connection> connect, Query query, Deadline deadline, Pipe<Piece> pipe) {
    this.connect = connect;
    this.query = query;
    this.deadline = deadline;
    this.pipe = pipe;
  }

  @Override
  public Boolean call() throws InterruptedException {
    try (Connection connection = connect.get();
        Fetching fetching = connection.stream(query.sql(), query.format(), query.parameters())) {
      // The first piece before anything is said: most errors show no earlier.
      Answer answer = fetching.next();
      boolean wanted = pipe.put(new Piece.Opened(), deadline.nanosLeft());
      while (wanted && answer.bytes().length > 0) {
        wanted =
            pipe.put(new Piece.Data(answer.bytes(), answer.statistics()), deadline.nanosLeft());
        if (wanted) {
          answer = fetching.next();
        }
      }
      pipe.put(new Piece.End(), deadline.nanosLeft());
      return true;
    } catch (RuntimeException | Error e) {
      pipe.put(new Piece.Failed(e), deadline.nanosLeft());
      return false;
    }
  }
}
