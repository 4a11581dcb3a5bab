package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.stream.StreamStatus;
import java.time.Duration;
import java.util.Optional;

/** Waits for a stream that is being switched on. */
final class EnabledStream {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RunTools tools;

  EnabledStream(RunTools tools) {
    this.tools = tools;
  }

  /** The stream once AWS says that it is on; empty if it is off, or not there. */
  Optional<StreamDescription> await(String streamArn) throws InterruptedException {
    while (true) {
      StreamDescription description;
      try {
        description =
            tools
                .calls()
                .call("describe_stream", () -> tools.connection().streams().describe(streamArn));
      } catch (NotFoundException e) {
        tools.health().missed("describe_stream", e);
        return Optional.empty();
      }
      tools.awsTime().answered(description.answeredAt());
      if (description.status() == StreamStatus.ENABLED) {
        return Optional.of(description);
      }
      if (description.status() != StreamStatus.ENABLING) {
        return Optional.empty();
      }
      tools.options().sleeper().sleep(PAUSE);
    }
  }
}
