package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.stream.StreamOptions;
import dev.nightjar.awslocal.stream.TableStream;
import dev.nightjar.awslocal.stream.ViewType;
import java.time.Duration;
import java.time.Instant;

/** Starts streams. */
@FunctionalInterface
public interface StreamStarter {
  /** As {@link dev.nightjar.awslocal.stream.Streams#start}. */
  TableStream start(
      String tableArn,
      KeySchema keys,
      ViewType view,
      StreamOptions options,
      Instant requested,
      Duration enabling);
}
