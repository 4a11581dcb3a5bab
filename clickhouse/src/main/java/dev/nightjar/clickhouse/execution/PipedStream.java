package dev.nightjar.clickhouse.execution;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The reader's end of a streaming query; the other end is a thread of {@link Lanes}. */
public final class PipedStream implements QueryStream {
  /** Longer than most small queries take. */
  private static final long MOMENT_NANOS = 5_000_000;

  private final Pipe<Piece> pipe;
  private final Deadline deadline;
  private final Runnable hasten;
  private final Consumer<PipedStream> stop;
  private volatile QueryStatistics statistics = new QueryStatistics(Duration.ZERO, 0, 0, 0);
  private Optional<Piece> begun = Optional.empty();
  private boolean hastened;
  private boolean ended;

  /**
   * A stream whose pieces come by themselves.
   *
   * @param pipe where the pieces come from
   * @param deadline until when they may come
   * @param stop ends the query if it still runs, and answers when it has
   */
  public PipedStream(Pipe<Piece> pipe, Deadline deadline, Consumer<PipedStream> stop) {
    this(pipe, deadline, () -> {}, stop);
  }

  /**
   * A stream whose pieces may be held back for as long as nobody waits for them.
   *
   * @param hasten told, once, that the reader has waited for a moment
   */
  public PipedStream(
      Pipe<Piece> pipe, Deadline deadline, Runnable hasten, Consumer<PipedStream> stop) {
    this.hasten = hasten;
    this.pipe = pipe;
    this.deadline = deadline;
    this.stop = stop;
  }

  /** What comes out of the pipe. */
  public sealed interface Piece {
    /** The query has begun; a piece of its result says so too. */
    record Opened() implements Piece {}

    /**
     * A piece of the result.
     *
     * @param bytes not empty; not copied
     * @param cost of this piece
     */
    record Data(byte[] bytes, QueryStatistics cost) implements Piece {}

    /**
     * Nothing more comes.
     *
     * @param cost of the query, besides what its pieces said
     */
    record End(QueryStatistics cost) implements Piece {}

    /** Nothing more comes, because of an error. */
    record Failed(Throwable error) implements Piece {}
  }

  /** Waits until the query has begun; throws what kept it from that. */
  public void awaitOpened() {
    switch (take()) {
      case Piece.Failed(Throwable error) -> throw Callers.rethrown(error);
      case Piece.Opened _ -> {
        // the rest comes
      }
      case Piece.Data data -> begun = Optional.of(data);
      case Piece.End end -> begun = Optional.of(end);
    }
  }

  @Override
  public Optional<byte[]> next() {
    if (ended) {
      return Optional.empty();
    }
    Piece piece = begun.orElseGet(this::take);
    begun = Optional.empty();
    return switch (piece) {
      case Piece.Opened _ -> throw new IllegalStateException("a stream has begun twice");
      case Piece.Data(byte[] bytes, QueryStatistics cost) -> {
        statistics = sum(statistics, cost);
        yield Optional.of(bytes);
      }
      case Piece.End(QueryStatistics cost) -> {
        statistics = sum(statistics, cost);
        ended = true;
        yield Optional.empty();
      }
      case Piece.Failed(Throwable error) -> {
        ended = true;
        throw Callers.rethrown(error);
      }
    };
  }

  private Piece take() {
    Optional<Piece> piece;
    try {
      piece = taken();
    } catch (InterruptedException _) {
      close();
      Thread.currentThread().interrupt();
      throw Cancelled.interrupted();
    }
    if (piece.isPresent()) {
      return piece.get();
    }
    boolean closed = pipe.hasLeft();
    close();
    throw closed ? new CancelledException("the query was closed") : Cancelled.late(deadline);
  }

  private Optional<Piece> taken() throws InterruptedException {
    if (!hastened) {
      Optional<Piece> soon = pipe.take(Math.min(MOMENT_NANOS, deadline.nanosLeft()));
      if (soon.isPresent() || pipe.hasLeft() || deadline.nanosLeft() <= 0) {
        return soon;
      }
      hastened = true;
      hasten.run();
    }
    return pipe.take(deadline.nanosLeft());
  }

  @Override
  public QueryStatistics statistics() {
    return statistics;
  }

  @Override
  public void close() {
    pipe.leave();
    stop.accept(this);
  }

  private static QueryStatistics sum(QueryStatistics one, QueryStatistics other) {
    return new QueryStatistics(
        one.elapsed().plus(other.elapsed()),
        one.resultRows() + other.resultRows(),
        one.rowsRead() + other.rowsRead(),
        one.bytesRead() + other.bytesRead());
  }
}
