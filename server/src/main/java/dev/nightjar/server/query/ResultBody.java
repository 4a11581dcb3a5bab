package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.http.ClientPresence;
import dev.nightjar.server.http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/** A long result on its way: its beginning, which was held back, and the rest as it comes. */
final class ResultBody implements Answer.Body {
  private final ByteArrayOutputStream head;
  private final QueryStream stream;
  private final QueryRequest request;
  private final QueryTrack track;
  private final QuerySlots.Slot held;

  ResultBody(
      ByteArrayOutputStream head,
      QueryStream stream,
      QueryRequest request,
      QueryTrack track,
      QuerySlots.Slot held) {
    this.head = head;
    this.stream = stream;
    this.request = request;
    this.track = track;
    this.held = held;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (ClientPresence.Watch _ = request.client().interruptWhenGone()) {
      head.writeTo(out);
      track.sent(head.size());
      head.reset();
      for (Optional<byte[]> piece = stream.next(); piece.isPresent(); piece = stream.next()) {
        out.write(piece.get());
        track.sent(piece.get().length);
      }
    } catch (IOException e) {
      track.clientLeft();
      throw e;
    } catch (ClickHouseException e) {
      if (request.client().isGone()) {
        track.clientLeft();
        throw new IOException("the client has gone", e);
      }
      track.brokenOff(e.code(), ErrorText.of(e, Set.of(request.workspace().database())));
      throw e;
    }
  }

  @Override
  public void close() {
    try (held) {
      stream.close();
      track.cost(stream.statistics());
      track.finish();
    }
  }
}
