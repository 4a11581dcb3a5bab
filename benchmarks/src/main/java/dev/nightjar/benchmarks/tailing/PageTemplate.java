package dev.nightjar.benchmarks.tailing;

import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.dynamodb.stream.RecordPage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * Answers of GetRecords for one shard: a thousand updates of as many items with both images, in
 * turns, with other numbers and times each time. What this costs is a copy of the page, as reading
 * it from a socket would be.
 */
final class PageTemplate {
  /** The most that AWS answers at once. */
  static final int RECORDS = 1000;

  private static final int NUMBER_DIGITS = 16;
  private static final int SECOND_DIGITS = 10;
  private static final String NO_ITERATOR = "null";

  private final byte[] body;
  private final int iteratorStart;
  private final int iteratorEnd;
  private final int headEnd;
  private final int[] starts = new int[RECORDS];
  private final int[] timeStarts = new int[RECORDS];
  private final int[] numberStarts = new int[RECORDS];
  private final int[] ends = new int[RECORDS];

  /**
   * A template.
   *
   * @param shard its number, from 0
   * @param items what the images are
   */
  PageTemplate(int shard, Items items) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(1 << 20);
    write(json, "{\"NextShardIterator\":");
    iteratorStart = json.size();
    write(json, iterator(shard, 0));
    iteratorEnd = json.size();
    write(json, ",\"Records\":[");
    headEnd = json.size();
    for (int i = 0; i < RECORDS; i++) {
      long item = (long) shard * RECORDS + i;
      write(json, i == 0 ? "" : ",");
      starts[i] = json.size();
      write(json, "{\"eventID\":\"" + eventId(item) + "\",");
      write(json, "\"eventName\":\"MODIFY\",\"eventVersion\":\"1.1\",\"eventSource\":");
      write(json, "\"aws:dynamodb\",\"awsRegion\":\"us-east-1\",\"dynamodb\":{");
      write(json, "\"ApproximateCreationDateTime\":");
      timeStarts[i] = json.size();
      write(json, "0".repeat(SECOND_DIGITS) + ",\"Keys\":{\"customer\":{\"S\":\"");
      write(json, Items.customer(item) + "\"},\"placed_at\":{\"S\":\"" + Items.placedAt(item));
      write(json, "\"}},\"NewImage\":" + items.typed(item) + ",\"OldImage\":");
      write(json, items.typed(item) + ",\"SequenceNumber\":\"" + numberPrefix(shard));
      numberStarts[i] = json.size();
      write(json, "0".repeat(NUMBER_DIGITS));
      write(json, "\",\"SizeBytes\":400,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
      ends[i] = json.size();
    }
    body = json.toByteArray();
  }

  private static void write(ByteArrayOutputStream json, String text) {
    json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String eventId(long item) {
    return String.format(Locale.ROOT, "%032x", item * 0x9E3779B97F4A7C15L);
  }

  private static String numberPrefix(int shard) {
    return String.format(Locale.ROOT, "4%07d", shard);
  }

  private static String iterator(int shard, long next) {
    return String.format(Locale.ROOT, "\"%07d/%016d\"", shard, next);
  }

  /**
   * A change's place in its shard, from 0.
   *
   * @param sequenceNumber of the change
   */
  static long placeOf(String sequenceNumber) {
    return Long.parseLong(sequenceNumber.substring(sequenceNumber.length() - NUMBER_DIGITS));
  }

  /** How many changes a page that begins at a place can have. */
  static int room(long first) {
    return (int) (RECORDS - first % RECORDS);
  }

  /**
   * A page.
   *
   * @param first place of its first change in the shard
   * @param count how many changes, at most {@link #room}
   * @param last whether nothing will come after them
   * @param at when it is answered, and what the changes carry as their time
   */
  RecordPage page(int shard, long first, int count, boolean last, Instant at) {
    int from = (int) (first % RECORDS);
    int start = starts[from];
    int length = count == 0 ? 0 : ends[from + count - 1] - start;
    byte[] page = new byte[headEnd + length + 2];
    System.arraycopy(body, 0, page, 0, headEnd);
    System.arraycopy(body, start, page, headEnd, length);
    String next = last ? NO_ITERATOR : iterator(shard, first + count);
    for (int i = iteratorStart; i < iteratorEnd; i++) {
      int character = i - iteratorStart;
      page[i] = (byte) (character < next.length() ? next.charAt(character) : ' ');
    }
    int moved = start - headEnd;
    for (int i = 0; i < count; i++) {
      digits(page, timeStarts[from + i] - moved, SECOND_DIGITS, at.getEpochSecond());
      digits(page, numberStarts[from + i] - moved, NUMBER_DIGITS, first + i);
    }
    page[headEnd + length] = ']';
    page[headEnd + length + 1] = '}';
    return RecordPage.parse(page, page.length, Instant.ofEpochSecond(at.getEpochSecond()));
  }

  private static void digits(byte[] page, int start, int width, long value) {
    long rest = value;
    for (int i = start + width - 1; i >= start; i--) {
      page[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
