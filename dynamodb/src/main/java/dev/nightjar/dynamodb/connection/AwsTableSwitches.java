package dev.nightjar.dynamodb.connection;

import static dev.nightjar.dynamodb.connection.AwsFailures.call;

import dev.nightjar.dynamodb.table.TableSwitches;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** UpdateTable and UpdateContinuousBackups through the SDK. */
final class AwsTableSwitches implements TableSwitches {
  private final DynamoDbClient dynamodb;
  private final RoleTarget target;

  AwsTableSwitches(DynamoDbClient dynamodb, RoleTarget target) {
    this.dynamodb = dynamodb;
    this.target = target;
  }

  @Override
  public void enableStream(String tableArn) {
    call(
        "dynamodb:UpdateTable",
        tableArn,
        () ->
            dynamodb.updateTable(request ->
                request
                    .tableName(target.nameOrArn(tableArn))
                    .streamSpecification(stream ->
                        stream
                            .streamEnabled(true)
                            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))));
  }

  @Override
  public void enablePointInTimeRecovery(String tableArn) {
    call(
        "dynamodb:UpdateContinuousBackups",
        tableArn,
        () ->
            dynamodb.updateContinuousBackups(request ->
                request
                    .tableName(target.nameOrArn(tableArn))
                    .pointInTimeRecoverySpecification(
                        recovery -> recovery.pointInTimeRecoveryEnabled(true))));
  }

  @Override
  public boolean keepPointInTimeRecovery(String tableArn) {
    Optional<Integer> days = recoveryPeriodInDays(tableArn);
    days.ifPresent(period ->
        call(
            "dynamodb:UpdateContinuousBackups",
            tableArn,
            () ->
                dynamodb.updateContinuousBackups(request ->
                    request
                        .tableName(target.nameOrArn(tableArn))
                        .pointInTimeRecoverySpecification(recovery ->
                            recovery
                                .pointInTimeRecoveryEnabled(true)
                                .recoveryPeriodInDays(period)))));
    return days.isPresent();
  }

  /** The period of a recovery that is on, where AWS tells it. */
  private Optional<Integer> recoveryPeriodInDays(String tableArn) {
    var backups =
        call(
                "dynamodb:DescribeContinuousBackups",
                tableArn,
                () ->
                    dynamodb.describeContinuousBackups(
                        request -> request.tableName(target.nameOrArn(tableArn))))
            .continuousBackupsDescription();
    return Optional.ofNullable(backups)
        .map(ContinuousBackupsDescription::pointInTimeRecoveryDescription)
        .filter(
            recovery -> recovery.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED)
        .map(PointInTimeRecoveryDescription::recoveryPeriodInDays);
  }
}
