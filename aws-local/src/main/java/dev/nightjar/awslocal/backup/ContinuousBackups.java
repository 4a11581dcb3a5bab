package dev.nightjar.awslocal.backup;

import dev.nightjar.awslocal.dynamodb.TableMetadata;
import dev.nightjar.awslocal.dynamodb.Tables;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Point-in-time recovery: which tables have it on, UpdateContinuousBackups and
 * DescribeContinuousBackups. A table that is made again under its name begins without it.
 * Thread-safe.
 */
public final class ContinuousBackups {

  private final Map<String, Recovery> byTableId = new ConcurrentHashMap<>();
  private final Tables tables;
  private final Clock clock;

  public ContinuousBackups(Tables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** Registers both operations. */
  public void register(OperationRegistry registry) {
    registry
        .register("DynamoDB_20120810.UpdateContinuousBackups", this::update)
        .register("DynamoDB_20120810.DescribeContinuousBackups", this::describe);
  }

  Optional<Recovery> of(TableMetadata table) {
    return Optional.ofNullable(byTableId.get(table.tableId()));
  }

  private ObjectNode update(ObjectNode input, Caller caller) {
    TableMetadata table = table(input, caller);
    JsonNode specification = input.path("PointInTimeRecoverySpecification");
    JsonNode enabled = specification.path("PointInTimeRecoveryEnabled");
    if (!enabled.isBoolean()) {
      throw AwsError.validation(
          "1 validation error detected: Value at"
              + " 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy"
              + " constraint: Member must not be null");
    }
    if (enabled.booleanValue()) {
      int days = days(specification);
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      byTableId.merge(
          table.tableId(),
          new Recovery(now, days),
          (before, fresh) -> new Recovery(before.since(), days));
    } else {
      byTableId.remove(table.tableId());
    }
    return description(table);
  }

  private ObjectNode describe(ObjectNode input, Caller caller) {
    return description(table(input, caller));
  }

  private static int days(JsonNode specification) {
    int days = specification.path("RecoveryPeriodInDays").asInt(35);
    if (days < 1 || days > 35) {
      throw AwsError.validation(
          "1 validation error detected: Value '"
              + days
              + "' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy"
              + " constraint: Member must have value between 1 and 35");
    }
    return days;
  }

  private ObjectNode description(TableMetadata table) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode backups =
        answer.putObject("ContinuousBackupsDescription").put("ContinuousBackupsStatus", "ENABLED");
    ObjectNode recovery = backups.putObject("PointInTimeRecoveryDescription");
    Optional<Recovery> on = of(table);
    recovery.put("PointInTimeRecoveryStatus", on.isPresent() ? "ENABLED" : "DISABLED");
    Instant now = clock.instant();
    on.ifPresent(period ->
        recovery
            .put("RecoveryPeriodInDays", period.days())
            .put(
                "EarliestRestorableDateTime",
                seconds(period.earliest(now, table).truncatedTo(ChronoUnit.SECONDS)))
            .put("LatestRestorableDateTime", seconds(period.latest(now))));
    return answer;
  }

  private TableMetadata table(ObjectNode input, Caller caller) {
    String name = input.path("TableName").asString("");
    if (name.isEmpty()) {
      throw AwsError.validation(
          "1 validation error detected: Value null at 'tableName' failed to satisfy constraint:"
              + " Member must not be null");
    }
    String arn =
        name.startsWith("arn:")
            ? name
            : "arn:aws:dynamodb:" + caller.region() + ":" + caller.account() + ":table/" + name;
    return tables
        .find(arn)
        .orElseThrow(() -> AwsError.client("TableNotFoundException", "Table not found: " + name));
  }

  /** An instant as JSON 1.0 writes it: seconds since 1970 with milliseconds as decimals. */
  static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.toEpochMilli(), 3);
  }
}
