package dev.nightjar.clickhouse.embedded;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.execution.ErrorText;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * A result (or a piece of one) copied out of the engine's memory, which is freed.
 *
 * @param bytes in the query's format; empty at the end of a stream
 * @param statistics of this result or piece
 */
record Answer(byte[] bytes, QueryStatistics statistics) {

  /** Copies a result and destroys it; throws its error if it is one. */
  static Answer take(LibChdb lib, MemorySegment result) throws Throwable {
    try {
      throwError(lib, result);
      long length = (long) lib.resultLength.invokeExact(result);
      if (length > Integer.MAX_VALUE - 64) {
        throw new ClickHouseException(
            0, "", "the result is larger than 2 GiB: it can be streamed, not held in memory");
      }
      MemorySegment buffer = (MemorySegment) lib.resultBuffer.invokeExact(result);
      byte[] bytes = length == 0 ? new byte[0] : buffer.reinterpret(length).toArray(JAVA_BYTE);
      double seconds = (double) lib.resultElapsed.invokeExact(result);
      QueryStatistics statistics =
          new QueryStatistics(
              Duration.ofNanos((long) (seconds * 1e9)),
              (long) lib.resultRowsRead.invokeExact(result),
              (long) lib.resultStorageRowsRead.invokeExact(result),
              (long) lib.resultStorageBytesRead.invokeExact(result));
      return new Answer(bytes, statistics);
    } finally {
      lib.destroyQueryResult.invokeExact(result);
    }
  }

  /** The rows that an insert wrote; destroys the result. */
  static long rowsWritten(LibChdb lib, MemorySegment result) throws Throwable {
    try {
      throwError(lib, result);
      return (long) lib.resultRowsWritten.invokeExact(result);
    } finally {
      lib.destroyQueryResult.invokeExact(result);
    }
  }

  private static void throwError(LibChdb lib, MemorySegment result) throws Throwable {
    MemorySegment error = (MemorySegment) lib.resultError.invokeExact(result);
    if (error.address() != 0) {
      throw ErrorText.parse(error.reinterpret(Long.MAX_VALUE).getString(0));
    }
  }
}
