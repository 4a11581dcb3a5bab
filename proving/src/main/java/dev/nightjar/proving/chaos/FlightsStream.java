package dev.nightjar.proving.chaos;

import dev.nightjar.proving.flights.Expectation.Span;
import dev.nightjar.proving.flights.FlightTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The table's stream, whose shards roll, and which may lose what it holds or be switched off and on
 * again: another stream. Knows what was lost by that. Thread-safe.
 */
final class FlightsStream {

  private static final int MOST_OPEN_SHARDS = 6;

  private final AwsControl aws;
  private final FlightTable table;
  private final List<Span> lost = new ArrayList<>();
  private String arn;
  private Instant offSince = Instant.MAX;

  FlightsStream(AwsControl aws, FlightTable table) {
    this.aws = aws;
    this.table = table;
    this.arn = table.streamArn();
  }

  private boolean on() {
    return offSince.equals(Instant.MAX);
  }

  /** Every open shard ends and another goes on, if it is on. */
  synchronized void roll() throws InterruptedException {
    if (on()) {
      aws.roll(arn);
    }
  }

  /**
   * One open shard ends, and one or two others go on.
   *
   * @return what it came to, in words; that it is off, too
   */
  synchronized String rollOrSplitOne(SplittableRandom random) throws InterruptedException {
    if (!on()) {
      return "no shard";
    }
    List<String> open = aws.openShards(arn);
    String shard = open.get(random.nextInt(open.size()));
    if (open.size() < MOST_OPEN_SHARDS && random.nextBoolean()) {
      aws.split(arn, shard);
      return "shard split";
    }
    aws.roll(arn, shard);
    return "shard rolled";
  }

  /**
   * It loses all that it holds.
   *
   * @param read what was acknowledged before this moment has been read, and is not lost by that
   */
  synchronized void trim(Instant read) throws InterruptedException {
    aws.trim(arn);
    lost.add(Span.trimmed(read, Instant.now()));
  }

  /** It is switched off: what is written from now on is in no stream. */
  synchronized void switchOff() {
    if (on()) {
      offSince = Instant.now();
      table.switchStream(false);
    }
  }

  /** Another one is switched on, where it is off. */
  synchronized void switchOn() {
    if (!on()) {
      table.switchStream(true);
      arn = table.streamArn();
      lost.add(Span.betweenStreams(offSince, Instant.now()));
      offSince = Instant.MAX;
    }
  }

  /** When changes were lost to whoever had not read them. */
  synchronized List<Span> lost() {
    return List.copyOf(lost);
  }
}
