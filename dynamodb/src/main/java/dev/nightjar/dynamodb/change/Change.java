package dev.nightjar.dynamodb.change;

import dev.nightjar.dynamodb.item.AttributeReader;
import java.nio.charset.StandardCharsets;

/**
 * One change of one item, as offsets into the bytes that AWS sent: a reusable view, valid only
 * during the call that hands it over. Whoever keeps something of it copies the bytes.
 *
 * <p>Images are DynamoDB's typed JSON ({@code {"pk":{"S":"x"}}}), braces included. Every offset is
 * into {@link #buffer()}, an end is exclusive, and what is absent has -1 for both. The structure
 * around the images has been checked by then, the images themselves only as far as that their
 * brackets match ({@link AttributeReader} checks the rest), but for the item of an export's line,
 * which is read in the same pass over it.
 */
public final class Change {

  /** {@link #approximateCreationTime()} of a change that has none. */
  public static final long NO_TIME = Long.MIN_VALUE;

  byte[] buffer = new byte[0];
  final AttributeReader newImage = new AttributeReader();
  boolean newImageRead;
  int keysStart;
  int keysEnd;
  int newImageStart;
  int newImageEnd;
  int oldImageStart;
  int oldImageEnd;
  int userIdentityStart;
  int userIdentityEnd;
  int eventIdStart;
  int eventIdEnd;
  int sequenceNumberStart;
  int sequenceNumberEnd;
  EventName eventName = EventName.EXPORT;
  long approximateCreationTime = NO_TIME;
  int sequenceHigh;
  long sequenceMiddle;
  long sequenceLow;

  Change() {}

  /** The bytes that all offsets point into; other changes may share them. Not to be written to. */
  public byte[] buffer() {
    return buffer;
  }

  /** What happened. */
  public EventName eventName() {
    return eventName;
  }

  /** Start of {@code Keys}; absent in a row of an export, whose keys are in its item. */
  public int keysStart() {
    return keysStart;
  }

  /** End of {@code Keys}. */
  public int keysEnd() {
    return keysEnd;
  }

  /** Start of {@code NewImage}; of an export's row, its {@code Item}. Absent on REMOVE. */
  public int newImageStart() {
    return newImageStart;
  }

  /** End of {@code NewImage}. */
  public int newImageEnd() {
    return newImageEnd;
  }

  /**
   * The attributes of {@code NewImage}, which must be there; read when first asked for.
   *
   * @throws dev.nightjar.dynamodb.json.MalformedJsonException if it is no item
   */
  public AttributeReader newImage() {
    if (!newImageRead) {
      newImage.read(buffer, newImageStart, newImageEnd);
      newImageRead = true;
    }
    return newImage;
  }

  /** Start of {@code OldImage}; absent on INSERT, on EXPORT and in a stream of NEW_IMAGE. */
  public int oldImageStart() {
    return oldImageStart;
  }

  /** End of {@code OldImage}. */
  public int oldImageEnd() {
    return oldImageEnd;
  }

  /** Start of {@code userIdentity}, a JSON object; present for deletes by Time to Live. */
  public int userIdentityStart() {
    return userIdentityStart;
  }

  /** End of {@code userIdentity}. */
  public int userIdentityEnd() {
    return userIdentityEnd;
  }

  /** Start of the text of {@code eventID}, after its quote. */
  public int eventIdStart() {
    return eventIdStart;
  }

  /** End of the text of {@code eventID}. */
  public int eventIdEnd() {
    return eventIdEnd;
  }

  /** Start of the sequence number's decimal digits; absent in a row of an export. */
  public int sequenceNumberStart() {
    return sequenceNumberStart;
  }

  /** End of the sequence number's decimal digits. */
  public int sequenceNumberEnd() {
    return sequenceNumberEnd;
  }

  /**
   * {@code ApproximateCreationDateTime} in milliseconds since 1970 (DynamoDB Streams rounds it down
   * to whole seconds), or what the reader of an export was told to give its rows, or {@link
   * #NO_TIME}.
   */
  public long approximateCreationTime() {
    return approximateCreationTime;
  }

  /** Bits 128 to 159 of the sequence number; of an export's row, 0. */
  public int sequenceHigh() {
    return sequenceHigh;
  }

  /** Bits 64 to 127 of the sequence number, unsigned; of an export's row, 0. */
  public long sequenceMiddle() {
    return sequenceMiddle;
  }

  /** Bits 0 to 63 of the sequence number, unsigned; of an export's row, 1. */
  public long sequenceLow() {
    return sequenceLow;
  }

  /** The sequence number as an object of its own. */
  public SequenceNumber sequenceNumber() {
    return new SequenceNumber(sequenceHigh, sequenceMiddle, sequenceLow);
  }

  /** A copy of a range as text, for tests and messages; empty where it is absent. */
  public String text(int start, int end) {
    return start < 0 ? "" : new String(buffer, start, end - start, StandardCharsets.UTF_8);
  }

  void clear(byte[] newBuffer) {
    buffer = newBuffer;
    keysStart = keysEnd = -1;
    newImageStart = newImageEnd = -1;
    newImageRead = false;
    oldImageStart = oldImageEnd = -1;
    userIdentityStart = userIdentityEnd = -1;
    eventIdStart = eventIdEnd = -1;
    sequenceNumberStart = sequenceNumberEnd = -1;
    eventName = EventName.EXPORT;
    approximateCreationTime = NO_TIME;
    sequenceHigh = 0;
    sequenceMiddle = 0;
    sequenceLow = 0;
  }
}
