package dev.nightjar.awslocal.weather;

import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.awslocal.faults.BodyEffect;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.stream.ListingDelays;
import dev.nightjar.awslocal.stream.StreamConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a weather consists of: the same for the same seed and level. Nothing in it loses data: no
 * record is trimmed early, no shard vanishes unread, no file is damaged.
 *
 * @param streams how streams behave
 * @param exports how exports behave
 * @param gusts the faults that calls meet
 */
record Forecast(StreamConditions streams, ExportOptions exports, List<Gust> gusts) {

  static final int WORST = 10;

  private static final String STREAMS = "DynamoDBStreams_20120810.*";
  private static final String DYNAMODB = "DynamoDB_20120810.*";
  private static final String S3 = "S3.*";
  private static final String STS = "STS.AssumeRole";
  private static final List<String> SERVICES = List.of(STREAMS, DYNAMODB, S3, STS);

  /** A fault that a share of calls meets. */
  sealed interface Gust {}

  /** Calls of those operations meet it. */
  record OnCalls(String operations, double rate, Effect effect) implements Gust {}

  /** Bodies of answers to those operations meet it. */
  record OnBodies(String operations, double rate, BodyEffect effect) implements Gust {}

  /**
   * @param level 0, where nothing happens, to 10
   * @param fair how exports behave in fair weather
   */
  static Forecast of(long seed, int level, ExportOptions fair) {
    if (level < 0 || level > WORST) {
      throw new IllegalArgumentException("the level of a weather is from 0 to " + WORST);
    }
    if (level == 0) {
      return new Forecast(StreamConditions.fair(), fair, List.of());
    }
    Draw draw = new Draw(new Random(seed), (double) level / WORST);
    return new Forecast(streams(seed, draw), exports(seed, fair, draw), gusts(draw));
  }

  private static StreamConditions streams(long seed, Draw draw) {
    ListingDelays delays =
        new ListingDelays(
            draw.upTo(Duration.ofSeconds(4)),
            draw.upTo(Duration.ofSeconds(4)),
            draw.upTo(Duration.ofSeconds(2)),
            draw.upTo(Duration.ofSeconds(4)),
            draw.upTo(Duration.ofSeconds(30)),
            true);
    int range = StreamConditions.MOST_DIGITS - StreamConditions.FEWEST_DIGITS;
    return StreamConditions.fair()
        .withSeed(seed)
        .withListing(delays)
        .withEmptyPages(draw.upTo(0.4))
        .withRolls(draw.upTo(0.004), draw.upTo(0.5))
        .withTimesBack(draw.upTo(Duration.ofSeconds(10)))
        .withSequenceDigits(StreamConditions.FEWEST_DIGITS + (int) Math.round(draw.upTo(range)))
        .withIteratorLife(Duration.ofSeconds(900 - Math.round(draw.upTo(885))));
  }

  private static ExportOptions exports(long seed, ExportOptions fair, Draw draw) {
    Duration slow = draw.upTo(Duration.ofSeconds(30));
    return fair.withDuration(fair.duration().plus(slow))
        .withFuzz(draw.upTo(Duration.ofMinutes(1)), seed);
  }

  private static List<Gust> gusts(Draw draw) {
    List<Gust> gusts = new ArrayList<>();
    for (String service : SERVICES) {
      gusts.add(new OnCalls(service, draw.upTo(0.1), Effect.throttled()));
      gusts.add(new OnCalls(service, draw.upTo(0.1), Effect.internalError()));
      gusts.add(new OnCalls(service, draw.upTo(0.05), Effect.cut()));
      gusts.add(new OnCalls(service, draw.upTo(0.05), Effect.cutAfterwards()));
      Duration latency = draw.upTo(Duration.ofMillis(500)).plusMillis(1);
      gusts.add(new OnCalls(service, draw.upTo(0.2), Effect.delay(latency)));
    }
    gusts.add(new OnCalls(STREAMS, draw.upTo(0.01), Effect.expiredCredentials()));
    gusts.add(new OnBodies(S3, draw.upTo(0.2), BodyEffect.cutAfter(Math.round(draw.upTo(65536)))));
    gusts.add(new OnBodies(S3, draw.upTo(0.2), BodyEffect.slow(1 << 18)));
    return gusts;
  }

  /** Draws of a share of the worst, as the level has it. */
  private record Draw(Random random, double level) {

    double upTo(double worst) {
      return worst * level * (0.2 + 0.8 * random.nextDouble());
    }

    Duration upTo(Duration worst) {
      return Duration.ofMillis((long) upTo((double) worst.toMillis()));
    }
  }
}
