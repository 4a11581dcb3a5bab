package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.OutcomeUnknownException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads an answer's body in pieces, and holds back what may be an error at its end: that is never
 * handed out as rows.
 */
final class AnswerReader {
  private static final int PIECE = 64 << 10;

  private final InputStream in;
  private byte[] held = new byte[PIECE];
  private int length;
  private boolean ended;

  AnswerReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next piece; empty at the end.
   *
   * @throws dev.nightjar.clickhouse.ClickHouseException the error that the answer ends with
   * @throws OutcomeUnknownException when it ends half way without saying why
   */
  Optional<byte[]> next() {
    while (!ended) {
      if (held.length - length < PIECE / 2) {
        held = Arrays.copyOf(held, held.length * 2);
      }
      IOException cut = null;
      int read = -1;
      try {
        read = in.read(held, length, held.length - length);
      } catch (IOException e) {
        cut = e;
      }
      if (read < 0) {
        ended = true;
        return rest(cut);
      }
      length += read;
      int start = AnswerTail.start(held, length);
      if (start > 0) {
        return Optional.of(take(start));
      }
    }
    return Optional.empty();
  }

  private byte[] take(int count) {
    byte[] piece = Arrays.copyOf(held, count);
    System.arraycopy(held, count, held, 0, length - count);
    length -= count;
    return piece;
  }

  private Optional<byte[]> rest(IOException cut) {
    AnswerTail.error(Arrays.copyOf(held, length), cut == null)
        .ifPresent(error -> {
          throw error;
        });
    if (cut != null) {
      throw new OutcomeUnknownException(
          "the connection was cut in the middle of ClickHouse's answer: " + cut.getMessage(), cut);
    }
    return length == 0 ? Optional.empty() : Optional.of(take(length));
  }
}
