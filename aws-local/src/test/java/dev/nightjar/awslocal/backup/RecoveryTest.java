package dev.nightjar.awslocal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.InvalidExportTimeException;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;

/** How far point-in-time recovery reaches. */
class RecoveryTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00.250Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private TestTable table;

  @BeforeEach
  void start() throws Exception {
    aws =
        AwsLocal.start(
            AwsLocalOptions.defaults()
                .withClock(clock)
                .withTables(TablesOptions.defaults().withHistory(Duration.ofHours(2))));
    dynamo = Clients.of(aws).dynamoDb();
    table = TestTable.create(dynamo);
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void recoveryIsDescribed() {
    PointInTimeRecoveryDescription off = describe();
    assertThat(off.pointInTimeRecoveryStatusAsString()).isEqualTo("DISABLED");
    assertThat(off.earliestRestorableDateTime()).isNull();

    enable();
    clock.advance(Duration.ofHours(1));

    PointInTimeRecoveryDescription on = describe();
    assertThat(on.pointInTimeRecoveryStatusAsString()).isEqualTo("ENABLED");
    assertThat(on.recoveryPeriodInDays()).isEqualTo(35);
    assertThat(on.earliestRestorableDateTime()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(on.latestRestorableDateTime()).isEqualTo("2026-03-01T12:55:00.250Z");
  }

  @Test
  void theEarliestTimeThatIsToldCanBeExported() {
    enable();
    clock.advance(Duration.ofHours(1));
    assertThat(export(describe().earliestRestorableDateTime()).exportArn()).isNotEmpty();
  }

  @Test
  void itReachesNoFurtherThanTheHistoryThatIsKept() {
    enable();
    clock.advance(Duration.ofHours(3));
    assertThat(describe().earliestRestorableDateTime()).isEqualTo("2026-03-01T13:00:00Z");
    assertThatThrownBy(() -> export(Instant.parse("2026-03-01T12:59:00Z")))
        .isInstanceOf(InvalidExportTimeException.class);
  }

  private ExportDescription export(Instant time) {
    return dynamo
        .exportTableToPointInTime(e -> e.tableArn(table.arn()).s3Bucket("exports").exportTime(time))
        .exportDescription();
  }

  private void enable() {
    dynamo.updateContinuousBackups(u ->
        u.tableName(table.name())
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  private PointInTimeRecoveryDescription describe() {
    return dynamo
        .describeContinuousBackups(d -> d.tableName(table.name()))
        .continuousBackupsDescription()
        .pointInTimeRecoveryDescription();
  }
}
