package dev.nightjar.dynamodb.stream;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ChangeConsumer;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.change.StreamRecords;
import java.time.Instant;
import java.util.Optional;

/**
 * One answer of GetRecords: its bytes with the places of its records. Confined to one thread at a
 * time.
 *
 * <p>An open shard may answer empty pages for long with records further on, and the last page of a
 * closed one may carry records and no next iterator.
 */
public final class RecordPage {
  private final StreamRecords records;
  private final Instant answeredAt;
  private final int skipped;
  private final int size;

  private RecordPage(StreamRecords records, Instant answeredAt, int skipped, int size) {
    this.records = records;
    this.answeredAt = answeredAt;
    this.skipped = skipped;
    this.size = size;
  }

  /**
   * Reads the body of an answer.
   *
   * @param body JSON; kept, not copied
   * @param length how many of its bytes count
   * @param answeredAt the answer's {@code Date} header
   * @throws dev.nightjar.dynamodb.json.MalformedJsonException if the body is not an answer of
   *     GetRecords
   */
  public static RecordPage parse(byte[] body, int length, Instant answeredAt) {
    StreamRecords records = StreamRecords.parse(body, length);
    return new RecordPage(records, answeredAt, 0, records.size());
  }

  /**
   * The same page without the records at its beginning that lie before a position: an answer is not
   * believed to begin where its iterator was asked to.
   */
  public RecordPage from(IteratorPosition position) {
    int before = 0;
    while (before < size() && liesBefore(change(before).sequenceNumber(), position)) {
      before++;
    }
    return before == 0
        ? this
        : new RecordPage(records, answeredAt, skipped + before, size - before);
  }

  /** The same page with no more than its first records. */
  public RecordPage first(int most) {
    return most >= size ? this : new RecordPage(records, answeredAt, skipped, most);
  }

  private static boolean liesBefore(SequenceNumber number, IteratorPosition position) {
    return switch (position) {
      case IteratorPosition.AtSequenceNumber(var first) -> number.compareTo(first) < 0;
      case IteratorPosition.AfterSequenceNumber(var last) -> number.compareTo(last) <= 0;
      case IteratorPosition.TrimHorizon(), IteratorPosition.Latest() -> false;
    };
  }

  /** How many records. */
  public int size() {
    return size;
  }

  /** Bytes of the answer. */
  public int bytes() {
    return records.bytes();
  }

  /** Where the next page is; empty when the shard is closed and this was its last page. */
  public Optional<String> nextShardIterator() {
    return records.nextShardIterator();
  }

  /** The answer's {@code Date} header: AWS's own clock, whole seconds. */
  public Instant answeredAt() {
    return answeredAt;
  }

  /**
   * The view of a record, from 0; the same object for every record of the page, moved to this one.
   */
  public Change change(int index) {
    return records.change(index + skipped);
  }

  /** Hands on all records in their order. */
  public void forEach(ChangeConsumer consumer) {
    for (int i = 0; i < size(); i++) {
      consumer.accept(change(i));
    }
  }

  /** The sequence number of the first record, if there is one. */
  public Optional<SequenceNumber> firstSequenceNumber() {
    return size() == 0 ? Optional.empty() : Optional.of(change(0).sequenceNumber());
  }

  /** The sequence number of the last record, if there is one. */
  public Optional<SequenceNumber> lastSequenceNumber() {
    return size() == 0 ? Optional.empty() : Optional.of(change(size() - 1).sequenceNumber());
  }
}
