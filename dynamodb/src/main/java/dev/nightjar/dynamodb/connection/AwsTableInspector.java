package dev.nightjar.dynamodb.connection;

import static dev.nightjar.dynamodb.connection.AwsFailures.call;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableInspector;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.dynamodb.table.TableStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;

/** DescribeTable and DescribeContinuousBackups through the SDK. */
final class AwsTableInspector implements TableInspector {
  private static final String DESCRIBE_TABLE = "dynamodb:DescribeTable";

  private final DynamoDbClient dynamodb;
  private final RoleTarget target;

  AwsTableInspector(DynamoDbClient dynamodb, RoleTarget target) {
    this.dynamodb = dynamodb;
    this.target = target;
  }

  @Override
  public TableInspection inspect(String tableArn, TableLimits limits) {
    List<TableProblem> problems =
        TableChecks.ofRequest(tableArn, target.region(), target.roleArn());
    if (!problems.isEmpty()) {
      return new TableInspection.Unusable(problems, Optional.empty());
    }
    try {
      return TableChecks.judge(describe(tableArn), tableArn, target.region(), limits);
    } catch (AwsException failure) {
      Reason reason = Reason.of(failure).orElseThrow(() -> failure);
      return new TableInspection.Unusable(
          List.of(new TableProblem(reason, failure.getMessage(), "")), Optional.empty());
    }
  }

  @Override
  public Optional<TableDescription> describe(String tableArn) {
    String table = target.nameOrArn(tableArn);
    DescribeTableResponse response;
    boolean pointInTimeRecovery;
    try {
      response =
          call(
              DESCRIBE_TABLE,
              tableArn,
              () -> dynamodb.describeTable(request -> request.tableName(table)));
      pointInTimeRecovery = pointInTimeRecovery(tableArn, table);
    } catch (NotFoundException absent) {
      return Optional.empty();
    }
    return Optional.of(description(response, pointInTimeRecovery));
  }

  private boolean pointInTimeRecovery(String tableArn, String table) {
    var backups =
        call(
                "dynamodb:DescribeContinuousBackups",
                tableArn,
                () -> dynamodb.describeContinuousBackups(request -> request.tableName(table)))
            .continuousBackupsDescription();
    return backups != null
        && backups.pointInTimeRecoveryDescription() != null
        && backups.pointInTimeRecoveryDescription().pointInTimeRecoveryStatus()
            == PointInTimeRecoveryStatus.ENABLED;
  }

  private static TableDescription description(
      DescribeTableResponse response, boolean pointInTimeRecovery) {
    var table = response.table();
    return new TableDescription(
        table.tableArn(),
        table.tableName(),
        Optional.ofNullable(table.tableId()).orElse(""),
        Optional.ofNullable(table.tableStatusAsString()).orElse(""),
        Optional.ofNullable(table.creationDateTime()).orElse(Instant.EPOCH),
        keys(table),
        stream(table),
        pointInTimeRecovery,
        Optional.ofNullable(table.tableSizeBytes()).orElse(0L),
        Optional.ofNullable(table.itemCount()).orElse(0L),
        provisioned(table, ProvisionedThroughputDescription::writeCapacityUnits),
        provisioned(table, ProvisionedThroughputDescription::readCapacityUnits),
        AnswerDate.of("DescribeTable", response.sdkHttpResponse()));
  }

  private static List<KeyAttribute> keys(
      software.amazon.awssdk.services.dynamodb.model.TableDescription table) {
    List<KeyAttribute> keys = new ArrayList<>();
    for (KeyAttribute.Role role : KeyAttribute.Role.values()) {
      for (KeySchemaElement element : table.keySchema()) {
        if (role.name().equals(element.keyTypeAsString())) {
          keys.add(
              new KeyAttribute(
                  element.attributeName(), role, scalarType(table, element.attributeName())));
        }
      }
    }
    if (keys.isEmpty()) {
      throw new RejectedException(
          "DescribeTable",
          "",
          "DescribeTable of " + table.tableArn() + " answered no key schema",
          null);
    }
    return keys;
  }

  private static KeyAttribute.ScalarType scalarType(
      software.amazon.awssdk.services.dynamodb.model.TableDescription table, String attribute) {
    return table.attributeDefinitions().stream()
        .filter(definition -> definition.attributeName().equals(attribute))
        .map(definition -> KeyAttribute.ScalarType.valueOf(definition.attributeTypeAsString()))
        .findFirst()
        .orElseThrow(() ->
            new RejectedException(
                "DescribeTable",
                "",
                "DescribeTable of "
                    + table.tableArn()
                    + " answered no type for key '"
                    + attribute
                    + "'",
                null));
  }

  private static Optional<TableStream> stream(
      software.amazon.awssdk.services.dynamodb.model.TableDescription table) {
    if (table.latestStreamArn() == null) {
      return Optional.empty();
    }
    var specification = table.streamSpecification();
    boolean enabled = specification != null && Boolean.TRUE.equals(specification.streamEnabled());
    return Optional.of(
        new TableStream(
            table.latestStreamArn(),
            Optional.ofNullable(table.latestStreamLabel()).orElse(""),
            enabled,
            AwsStreamClient.viewType(
                specification == null ? null : specification.streamViewTypeAsString())));
  }

  private static long provisioned(
      software.amazon.awssdk.services.dynamodb.model.TableDescription table,
      Function<ProvisionedThroughputDescription, Long> units) {
    if (table.billingModeSummary() != null
        && table.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST) {
      return 0;
    }
    return table.provisionedThroughput() == null
        ? 0
        : Optional.ofNullable(units.apply(table.provisionedThroughput())).orElse(0L);
  }
}
