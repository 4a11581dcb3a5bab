package dev.nightjar.proving.chaos;

import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes wrong on AWS's side, one thing after the other: calls that fail or take their time,
 * answers that break off, shards that roll and split, sessions that end. Only operations that the
 * server calls are met, and none that a writer needs.
 */
final class AwsTrouble {

  private static final List<String> OPERATIONS =
      List.of(
          "DynamoDBStreams_20120810.GetRecords",
          "DynamoDBStreams_20120810.GetShardIterator",
          "DynamoDBStreams_20120810.DescribeStream",
          "DynamoDBStreams_20120810.*",
          "DynamoDB_20120810.DescribeTable",
          "DynamoDB_20120810.DescribeContinuousBackups",
          "DynamoDB_20120810.DescribeExport",
          "DynamoDB_20120810.ExportTableToPointInTime",
          "S3.GetObject",
          "S3.*",
          "STS.AssumeRole");

  private static final List<String> EFFECTS =
      List.of("throttled", "internalError", "expiredCredentials", "cut", "cutAfterwards", "delay");

  private final AwsControl aws;
  private final FlightsStream stream;
  private final String role;
  private final Tally tally;
  private final SplittableRandom random;

  AwsTrouble(
      AwsControl aws, FlightsStream stream, String role, Tally tally, SplittableRandom random) {
    this.aws = aws;
    this.stream = stream;
    this.role = role;
    this.tally = tally;
    this.random = random;
  }

  /** Makes one thing happen. */
  void next() throws InterruptedException {
    int dice = random.nextInt(100);
    if (dice < 15) {
      // What nobody has met yet must not pile up while the server is dead.
      aws.clearFaults();
    } else if (dice < 55) {
      call();
    } else if (dice < 65) {
      body();
    } else if (dice < 75) {
      count("sessions expired");
      aws.expireSessions(role);
    } else if (dice < 85) {
      count("all shards rolled");
      stream.roll();
    } else {
      count(stream.rollOrSplitOne(random));
    }
  }

  private void call() throws InterruptedException {
    String effect = EFFECTS.get(random.nextInt(EFFECTS.size()));
    ObjectNode fault =
        aws.arguments()
            .put("Operation", OPERATIONS.get(random.nextInt(OPERATIONS.size())))
            .put("Effect", effect)
            .put("Times", random.nextInt(1, 5))
            .put("Rate", random.nextBoolean() ? 1.0 : 0.5);
    if (effect.equals("delay")) {
      fault.put("Milliseconds", random.nextInt(20, 2000));
    }
    count(effect);
    aws.addFault(fault);
  }

  private void body() throws InterruptedException {
    ObjectNode fault =
        aws.arguments().put("Operation", "S3.GetObject").put("Times", random.nextInt(1, 4));
    if (random.nextBoolean()) {
      fault.put("Effect", "cutBody").put("Bytes", random.nextInt(100_000));
    } else {
      fault.put("Effect", "slowBody").put("BytesPerSecond", random.nextInt(30_000, 400_000));
    }
    count(fault.path("Effect").asString());
    aws.addFault(fault);
  }

  private void count(String kind) {
    tally.fault("aws: " + kind);
  }
}
