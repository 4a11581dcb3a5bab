package dev.nightjar.proving.flights;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every effective write that DynamoDB acknowledged: what a mirror must show, once each. Written by
 * the writers, read when they have stopped. Thread-safe.
 *
 * <p>Changes are numbered from 1. A write that puts an image gives it its own number; a delete is
 * known by the number of the image that it removed.
 */
public final class ChangeLog {

  /** What a change did, by the name that the stream has for it. */
  public enum Event {
    /** A new item. */
    INSERT,
    /** Another image of an item. */
    MODIFY,
    /** An item removed. */
    REMOVE
  }

  /**
   * One acknowledged write.
   *
   * @param number its own number
   * @param event what it did
   * @param item the item's number
   * @param previous the number of the image that was there before; 0 where there was none
   * @param sent the second in which the request left (the write came no earlier)
   * @param acknowledged the second in which the answer was there (the write came no later)
   */
  public record Entry(
      int number, Event event, int item, int previous, long sent, long acknowledged) {

    /** Whether the stream's time for it may lie before that second. */
    boolean mayBeBefore(long second) {
      return sent < second;
    }

    /** Whether the stream's time for it lies before that second for certain. */
    boolean isBefore(long second) {
      return acknowledged < second;
    }
  }

  private int next = 1;
  private int count;
  private Event[] events = new Event[1024];
  private int[] items = new int[1024];
  private int[] previous = new int[1024];
  private int[] removals = new int[1024];
  private int[] sent = new int[1024];
  private int[] acknowledged = new int[1024];
  private final Map<Integer, Long> expiries = new HashMap<>();

  /** The number for a write that is about to be made. */
  public synchronized int begin() {
    return begin(1);
  }

  /** The first of several numbers in a row. */
  public synchronized int begin(int wanted) {
    int first = next;
    next += wanted;
    if (next >= items.length) {
      grow(Math.max(next + 1, items.length * 2));
    }
    return first;
  }

  /** The number for a write, about to be made, of an image that has expired at that second. */
  public synchronized int beginExpiring(long second) {
    int number = begin();
    expiries.put(number, second);
    return number;
  }

  /** The second at which the image of that number has expired, if it has. */
  synchronized Optional<Long> expiring(int number) {
    return Optional.ofNullable(expiries.get(number));
  }

  /**
   * Notes an acknowledged write.
   *
   * @param number from {@link #begin}
   * @param before the number of the image that was there; 0 where there was none
   */
  public synchronized void acknowledge(
      int number, Event event, int item, int before, Instant sentAt, Instant acknowledgedAt) {
    events[number] = event;
    items[number] = item;
    previous[number] = before;
    sent[number] = Math.toIntExact(sentAt.getEpochSecond());
    acknowledged[number] = Math.toIntExact(acknowledgedAt.getEpochSecond());
    if (event == Event.REMOVE) {
      removals[before] = number;
    }
    count++;
  }

  /** How many writes were acknowledged. */
  public synchronized int size() {
    return count;
  }

  /** The highest number that was given away. */
  public synchronized int last() {
    return next - 1;
  }

  /** The write of that number, if one was acknowledged under it. */
  synchronized Optional<Entry> find(long number) {
    if (number < 1 || number >= next || events[(int) number] == null) {
      return Optional.empty();
    }
    int at = (int) number;
    return Optional.of(
        new Entry(at, events[at], items[at], previous[at], sent[at], acknowledged[at]));
  }

  /** The delete that removed the image of that number, if there was one. */
  synchronized Optional<Entry> removalOf(long image) {
    return image < 1 || image >= next || removals[(int) image] == 0
        ? Optional.empty()
        : find(removals[(int) image]);
  }

  private void grow(int size) {
    events = Arrays.copyOf(events, size);
    items = Arrays.copyOf(items, size);
    previous = Arrays.copyOf(previous, size);
    removals = Arrays.copyOf(removals, size);
    sent = Arrays.copyOf(sent, size);
    acknowledged = Arrays.copyOf(acknowledged, size);
  }
}
