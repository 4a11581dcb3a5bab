package dev.nightjar.clickhouse.embedded;

import java.lang.foreign.MemorySegment;

/** A SELECT that is being fetched on its connection. */
final class Fetching implements AutoCloseable {
  private final LibChdb lib;
  private final MemorySegment connection;
  private final MemorySegment stream;
  private boolean ended;

  Fetching(LibChdb lib, MemorySegment connection, MemorySegment stream) {
    this.lib = lib;
    this.connection = connection;
    this.stream = stream;
  }

  /** The next piece; one without bytes is the end. */
  Answer next() {
    try {
      MemorySegment piece = (MemorySegment) lib.streamFetchResult.invokeExact(connection, stream);
      Answer answer = Answer.take(lib, piece);
      ended = answer.bytes().length == 0;
      return answer;
    } catch (Throwable t) {
      ended = true;
      throw Downcall.failed(t);
    }
  }

  /** Cancels what has not ended, and frees the stream. */
  @Override
  public void close() {
    try {
      if (!ended) {
        lib.streamCancelQuery.invokeExact(connection, stream);
      }
      lib.destroyQueryResult.invokeExact(stream);
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }
}
