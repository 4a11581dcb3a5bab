package dev.nightjar.dynamodb.gzip;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/** What stands around the DEFLATE streams of gzip: headers and trailers (RFC 1952, section 2.3). */
final class GzipMembers {
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 1 << 1;
  private static final int EXTRA_FIELD = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int TIME_FLAGS_AND_SYSTEM = 6;

  private final BitInput input;
  private final CRC32 headerChecksum = new CRC32();
  private boolean afterMember;
  private boolean ended;

  GzipMembers(BitInput input) {
    this.input = input;
  }

  /**
   * Reads the header of the next member.
   *
   * @return false if there is none: at the end, or where something else follows a member
   */
  boolean next() throws IOException {
    if (ended) {
      return false;
    }
    try {
      ended = !readHeader();
    } catch (ZipException | EOFException noHeader) {
      if (!afterMember) {
        throw noHeader;
      }
      // Padding after a member is common; gzip and the JDK pass over it, too.
      ended = true;
    }
    afterMember = true;
    return !ended;
  }

  private boolean readHeader() throws IOException {
    headerChecksum.reset();
    int first = input.nextByte();
    if (first < 0) {
      return false;
    }
    headerChecksum.update(first);
    if (first != 0x1f || headerByte() != 0x8b) {
      throw new ZipException("it is not in the format of gzip");
    }
    if (headerByte() != DEFLATE) {
      throw new ZipException("it is compressed by another method than DEFLATE");
    }
    int flags = headerByte();
    pass(TIME_FLAGS_AND_SYSTEM);
    if ((flags & EXTRA_FIELD) != 0) {
      pass(headerByte() | headerByte() << 8);
    }
    if ((flags & NAME) != 0) {
      passText();
    }
    if ((flags & COMMENT) != 0) {
      passText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      int expected = (int) headerChecksum.getValue() & 0xffff;
      if ((headerByte() | headerByte() << 8) != expected) {
        throw new ZipException("a header of gzip has another checksum than it says");
      }
    }
    return true;
  }

  private void pass(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      headerByte();
    }
  }

  private void passText() throws IOException {
    while (headerByte() != 0) {
      // Neither the name nor the comment is of use.
    }
  }

  private int headerByte() throws IOException {
    int next = nextByte();
    headerChecksum.update(next);
    return next;
  }

  private int nextByte() throws IOException {
    int next = input.nextByte();
    if (next < 0) {
      throw new EOFException("the compressed data ends in the middle");
    }
    return next;
  }

  /** Reads the trailer of a member and compares it. */
  void checkTrailer(long checksum, long length) throws IOException {
    input.alignToByte();
    if (number() != (int) checksum) {
      throw new ZipException("the text has another checksum than its gzip trailer says");
    }
    if (number() != (int) length) {
      throw new ZipException("the text has another length than its gzip trailer says");
    }
  }

  private int number() throws IOException {
    return nextByte() | nextByte() << 8 | nextByte() << 16 | nextByte() << 24;
  }
}
