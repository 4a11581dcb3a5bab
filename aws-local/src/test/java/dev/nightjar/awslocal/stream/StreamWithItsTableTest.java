package dev.nightjar.awslocal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class StreamWithItsTableTest {

  /** On a machine that is so slow that a second passes between two looks at the clock. */
  @Test
  void aTableAndTheStreamThatItIsMadeWithHaveOneTime() throws IOException {
    AtomicLong seconds = new AtomicLong(Instant.now().getEpochSecond());
    InstantSource ticking = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    Clock clock = ticking.withZone(ZoneId.of("UTC"));

    try (AwsLocal aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
        DynamoDbClient dynamo = Clients.of(aws).dynamoDb()) {
      TestTable table = TestTable.create(dynamo, StreamViewType.NEW_IMAGE);
      TableDescription described =
          dynamo.describeTable(request -> request.tableName(table.name())).table();

      assertThat(LocalDateTime.parse(described.latestStreamLabel()).toInstant(ZoneOffset.UTC))
          .isEqualTo(described.creationDateTime().truncatedTo(ChronoUnit.MILLIS));
    }
  }
}
