package dev.nightjar.dynamodb.connection;

import static dev.nightjar.dynamodb.connection.AwsFailures.call;

import dev.nightjar.dynamodb.table.TableSwitches;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
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
}
