package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.server.http.Answer;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a query once and answers its result as ClickHouse writes it. The first megabyte is held
 * back: an error until then is a proper answer with its status. What is longer is sent as it comes.
 */
final class Results {
  /** ClickHouse's own HTTP interface holds back as much. */
  private static final int HELD_BACK = 1 << 20;

  private final GuardedQueries queries;

  Results(ClickHouse clickHouse) {
    this.queries = new GuardedQueries(clickHouse);
  }

  /**
   * Runs a query.
   *
   * @param held what is to be let go of when the result has ended
   */
  Answer of(
      UserQuery query,
      Map<String, String> headers,
      QueryRequest request,
      QueryTrack track,
      QuerySlots.Slot held) {
    ResultFormat format = track.format();
    QueryStream stream = queries.stream(query.in(format), query.gated());
    try {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      if (isWhole(stream, head)) {
        stream.close();
        held.close();
        track.cost(stream.statistics());
        track.sent(head.size());
        return new Answer.Bytes(format.contentType(), headers, head.toByteArray());
      }
      return new Answer.Stream(
          format.contentType(), headers, new ResultBody(head, stream, request, track, held));
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  /** Reads until there is enough or no more; whether there is no more. */
  private static boolean isWhole(QueryStream stream, ByteArrayOutputStream head) {
    while (head.size() < HELD_BACK) {
      Optional<byte[]> piece = stream.next();
      if (piece.isEmpty()) {
        return true;
      }
      head.writeBytes(piece.get());
    }
    return false;
  }
}
