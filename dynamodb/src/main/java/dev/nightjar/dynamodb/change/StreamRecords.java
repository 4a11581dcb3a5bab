package dev.nightjar.dynamodb.change;

import dev.nightjar.dynamodb.json.JsonCursor;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The records in an answer of GetRecords: where each of them and its parts are, found in one pass
 * before any is handed on. Confined to one thread at a time.
 */
public final class StreamRecords {
  private static final int INITIAL_RECORDS = 32;

  private final byte[] body;
  private final int length;
  private final StreamRecordParser parser = new StreamRecordParser();
  private final Change view = new Change();
  private int[] places = new int[INITIAL_RECORDS * StreamRecordParser.PLACES];
  private long[] numbers = new long[INITIAL_RECORDS * StreamRecordParser.NUMBERS];
  private int size;
  private Optional<String> nextShardIterator = Optional.empty();

  private StreamRecords(byte[] body, int length) {
    this.body = body;
    this.length = length;
  }

  /**
   * Reads an answer: {@code {"Records":[…],"NextShardIterator":"…"}}, members in any order, others
   * ignored.
   *
   * @throws MalformedJsonException if it is not one
   */
  public static StreamRecords parse(byte[] body, int length) {
    var records = new StreamRecords(body, length);
    var cursor = new JsonCursor();
    cursor.reset(body, 0, length);
    records.parseAnswer(cursor);
    return records;
  }

  private void parseAnswer(JsonCursor cursor) {
    cursor.beginObject();
    while (cursor.nextMember()) {
      if (cursor.stringEquals(Names.RECORDS)) {
        parseRecords(cursor);
      } else if (cursor.stringEquals(Names.NEXT_SHARD_ITERATOR)) {
        if (cursor.tryNull()) {
          nextShardIterator = Optional.empty();
        } else {
          cursor.readString();
          nextShardIterator = Optional.of(cursor.stringText());
        }
      } else {
        cursor.skipValue();
      }
    }
    cursor.expectEnd();
  }

  private void parseRecords(JsonCursor cursor) {
    size = 0;
    if (cursor.tryNull()) {
      return;
    }
    cursor.beginArray();
    while (cursor.nextElement()) {
      if (size * StreamRecordParser.PLACES == places.length) {
        places = Arrays.copyOf(places, places.length * 2);
        numbers = Arrays.copyOf(numbers, numbers.length * 2);
      }
      parser.parse(
          cursor,
          body,
          places,
          size * StreamRecordParser.PLACES,
          numbers,
          size * StreamRecordParser.NUMBERS);
      size++;
    }
  }

  /** How many records. */
  public int size() {
    return size;
  }

  /** Bytes of the answer. */
  public int bytes() {
    return length;
  }

  /** The answer's {@code NextShardIterator}; empty where it has none, or null. */
  public Optional<String> nextShardIterator() {
    return nextShardIterator;
  }

  /** The view of a record, from 0; the same object for every record, moved to this one. */
  public Change change(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    view.clear(body);
    StreamRecordParser.load(
        view,
        places,
        index * StreamRecordParser.PLACES,
        numbers,
        index * StreamRecordParser.NUMBERS);
    return view;
  }
}
