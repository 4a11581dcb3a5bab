package dev.nightjar.dynamodb.change;

import dev.nightjar.dynamodb.json.JsonCursor;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Finds the parts of one stream record and writes their places into flat arrays. */
final class StreamRecordParser {
  /** Ints for each record. */
  static final int PLACES = 16;

  /** Longs for each record. */
  static final int NUMBERS = 3;

  private static final int KEYS = 0;
  private static final int NEW_IMAGE = 2;
  private static final int OLD_IMAGE = 4;
  private static final int USER_IDENTITY = 6;
  private static final int EVENT_ID = 8;
  private static final int SEQUENCE_NUMBER = 10;
  private static final int EVENT_NAME = 12;
  private static final int SEQUENCE_HIGH = 13;
  private static final int TIME = 0;
  private static final int SEQUENCE_MIDDLE = 1;
  private static final int SEQUENCE_LOW = 2;

  private static final EventName[] EVENT_NAMES = EventName.values();
  private static final byte[][] EVENT_NAME_BYTES = {
    bytes(EventName.INSERT), bytes(EventName.MODIFY), bytes(EventName.REMOVE)
  };

  private final SequenceNumberParser sequenceNumber = new SequenceNumberParser();

  private static byte[] bytes(EventName name) {
    return name.name().getBytes(StandardCharsets.UTF_8);
  }

  void parse(JsonCursor cursor, byte[] body, int[] places, int at, long[] numbers, int numbersAt) {
    for (int i = at; i < at + PLACES; i++) {
      places[i] = -1;
    }
    numbers[numbersAt + TIME] = Change.NO_TIME;
    cursor.beginObject();
    int start = cursor.position() - 1;
    while (cursor.nextMember()) {
      if (cursor.stringEquals(Names.DYNAMODB)) {
        parseStreamRecord(cursor, body, places, at, numbers, numbersAt);
      } else if (cursor.stringEquals(Names.EVENT_NAME)) {
        cursor.readString();
        places[at + EVENT_NAME] = eventName(cursor);
      } else if (cursor.stringEquals(Names.EVENT_ID)) {
        cursor.readString();
        places[at + EVENT_ID] = cursor.stringStart();
        places[at + EVENT_ID + 1] = cursor.stringEnd();
      } else if (cursor.stringEquals(Names.USER_IDENTITY)) {
        parseObject(cursor, places, at + USER_IDENTITY);
      } else {
        cursor.skipValue();
      }
    }
    require(places[at + EVENT_NAME] >= 0, "eventName", start);
    require(places[at + SEQUENCE_NUMBER] >= 0, "SequenceNumber", start);
    require(places[at + KEYS] >= 0, "Keys", start);
  }

  private static void require(boolean present, String what, int start) {
    if (!present) {
      throw new MalformedJsonException("a record has no " + what + "; it began", start);
    }
  }

  private static int eventName(JsonCursor cursor) {
    for (int i = 0; i < EVENT_NAME_BYTES.length; i++) {
      if (cursor.stringEquals(EVENT_NAME_BYTES[i])) {
        return i;
      }
    }
    throw new MalformedJsonException("an eventName that is none of AWS's", cursor.stringStart());
  }

  private void parseStreamRecord(
      JsonCursor cursor, byte[] body, int[] places, int at, long[] numbers, int numbersAt) {
    cursor.beginObject();
    while (cursor.nextMember()) {
      if (cursor.stringEquals(Names.NEW_IMAGE)) {
        parseObject(cursor, places, at + NEW_IMAGE);
      } else if (cursor.stringEquals(Names.OLD_IMAGE)) {
        parseObject(cursor, places, at + OLD_IMAGE);
      } else if (cursor.stringEquals(Names.KEYS)) {
        parseObject(cursor, places, at + KEYS);
      } else if (cursor.stringEquals(Names.SEQUENCE_NUMBER)) {
        cursor.readString();
        parseSequenceNumber(cursor, body, places, at, numbers, numbersAt);
      } else if (cursor.stringEquals(Names.APPROXIMATE_CREATION_DATE_TIME)) {
        int start = cursor.skipScalar();
        numbers[numbersAt + TIME] = epochMillis(body, start, cursor.position());
      } else {
        cursor.skipValue();
      }
    }
  }

  private static void parseObject(JsonCursor cursor, int[] places, int at) {
    if (cursor.tryNull()) {
      places[at] = -1;
      places[at + 1] = -1;
      return;
    }
    if (cursor.peek() != '{') {
      throw cursor.malformed("expected '{'");
    }
    places[at] = cursor.skipValue();
    places[at + 1] = cursor.position();
  }

  private void parseSequenceNumber(
      JsonCursor cursor, byte[] body, int[] places, int at, long[] numbers, int numbersAt) {
    int start = cursor.stringStart();
    if (!sequenceNumber.parse(body, start, cursor.stringEnd())) {
      throw new MalformedJsonException("a SequenceNumber that is not 1 to 40 digits", start);
    }
    places[at + SEQUENCE_NUMBER] = start;
    places[at + SEQUENCE_NUMBER + 1] = cursor.stringEnd();
    places[at + SEQUENCE_HIGH] = sequenceNumber.high;
    numbers[numbersAt + SEQUENCE_MIDDLE] = sequenceNumber.middle;
    numbers[numbersAt + SEQUENCE_LOW] = sequenceNumber.low;
  }

  /**
   * Seconds since 1970, whole, with a fraction or with an exponent, as milliseconds rounded down.
   */
  static long epochMillis(byte[] body, int start, int end) {
    long seconds = 0;
    if (end - start <= 12) {
      int at = start;
      while (at < end && body[at] >= '0' && body[at] <= '9') {
        seconds = seconds * 10 + (body[at++] - '0');
      }
      if (at == end) {
        return seconds * 1000;
      }
    }
    try {
      var exact = new BigDecimal(new String(body, start, end - start, StandardCharsets.ISO_8859_1));
      // A huge scale would make the rounding below as large as it says.
      if (Math.abs((long) exact.scale()) <= 100
          && exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 1000)) < 0) {
        return exact.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact();
      }
    } catch (NumberFormatException notANumber) {
      throw malformedTime(start, notANumber);
    }
    throw malformedTime(start, null);
  }

  private static MalformedJsonException malformedTime(int start, NumberFormatException cause) {
    var malformed =
        new MalformedJsonException(
            "an ApproximateCreationDateTime that is not seconds since 1970", start);
    if (cause != null) {
      malformed.initCause(cause);
    }
    return malformed;
  }

  static void load(Change view, int[] places, int at, long[] numbers, int numbersAt) {
    view.keysStart = places[at + KEYS];
    view.keysEnd = places[at + KEYS + 1];
    view.newImageStart = places[at + NEW_IMAGE];
    view.newImageEnd = places[at + NEW_IMAGE + 1];
    view.oldImageStart = places[at + OLD_IMAGE];
    view.oldImageEnd = places[at + OLD_IMAGE + 1];
    view.userIdentityStart = places[at + USER_IDENTITY];
    view.userIdentityEnd = places[at + USER_IDENTITY + 1];
    view.eventIdStart = places[at + EVENT_ID];
    view.eventIdEnd = places[at + EVENT_ID + 1];
    view.sequenceNumberStart = places[at + SEQUENCE_NUMBER];
    view.sequenceNumberEnd = places[at + SEQUENCE_NUMBER + 1];
    view.eventName = EVENT_NAMES[places[at + EVENT_NAME]];
    view.sequenceHigh = places[at + SEQUENCE_HIGH];
    view.approximateCreationTime = numbers[numbersAt + TIME];
    view.sequenceMiddle = numbers[numbersAt + SEQUENCE_MIDDLE];
    view.sequenceLow = numbers[numbersAt + SEQUENCE_LOW];
  }
}
