package dev.nightjar.dynamodb.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * Inflates gzip (RFC 1952), one member after another, straight into the caller's buffer. The caller
 * lets what was written before stand there, for matches are copied from it. What follows the last
 * member and is none is passed over, as {@link java.util.zip.GZIPInputStream} does. For one thread
 * at a time.
 */
public final class GzipText {
  /** How many bytes before the place to write to must stand as they were written. */
  public static final int WINDOW = 32 * 1024;

  /** The least room that a call needs. */
  public static final int LEAST_ROOM = 2 * SymbolDecoder.ROOM;

  private final BitInput input;
  private final GzipMembers members;
  private final Deflated deflated;
  private final CRC32 checksum = new CRC32();
  private long written;
  private boolean inMember;

  /** Inflates a stream; one of no bytes at all holds as little as the gzip of nothing. */
  public GzipText(InputStream compressed) {
    input = new BitInput(compressed);
    members = new GzipMembers(input);
    deflated = new Deflated(input);
  }

  /**
   * Inflates more of it.
   *
   * @param at where in {@code out} to write; the {@link #WINDOW} bytes before it, or as many as
   *     were written in all, stand there as they were written
   * @param limit the end of the room, at least {@link #LEAST_ROOM} after {@code at}; all of the
   *     room may be overwritten, whatever is returned
   * @return how many bytes were written, at least 1; -1 at the end
   * @throws java.util.zip.ZipException if it is not gzip, or damaged
   * @throws java.io.EOFException if it ends before its end
   * @throws IOException if the stream cannot be read
   */
  public int read(byte[] out, int at, int limit) throws IOException {
    if (limit - at < LEAST_ROOM || at < Math.min(written, WINDOW)) {
      throw new IllegalArgumentException("room from " + at + " to " + limit);
    }
    while (inMember || nextMember()) {
      int floor = at - (int) Math.min(written, WINDOW);
      int end = deflated.inflate(out, at, limit - SymbolDecoder.ROOM, floor);
      checksum.update(out, at, end - at);
      written += end - at;
      if (deflated.ended()) {
        inMember = false;
        members.checkTrailer(checksum.getValue(), written);
      }
      if (end > at) {
        return end - at;
      }
    }
    return -1;
  }

  private boolean nextMember() throws IOException {
    if (!members.next()) {
      return false;
    }
    deflated.begin();
    checksum.reset();
    written = 0;
    inMember = true;
    return true;
  }
}
