package dev.nightjar.proving.chaos;

import dev.nightjar.project.SourceFile;
import java.util.List;

/**
 * What is deployed in one round: the mirrored table of flights with a column that not every item
 * fits, and a view that keeps every change with its version.
 *
 * @param round its number, which is part of the names
 */
record FlightsProject(int round, String tableArn, String region, String bucket) {

  /** The column that {@link #withStatus} adds, and the attribute that it shows. */
  static final String STATUS = "status";

  static final String TABLE = "flights";
  static final String CONNECTION = "flights_aws";
  static final String SECRET = "dynamodb_role_arn_flights_aws";

  /** The mirrored data source. */
  String datasource() {
    return "flights_" + round;
  }

  /** The data source with a row for each change. */
  String changes() {
    return "changes_" + round;
  }

  List<SourceFile> files() {
    return List.of(
        new SourceFile("connections/" + CONNECTION + ".connection", connection()),
        new SourceFile("datasources/" + datasource() + ".datasource", mirrored()),
        new SourceFile("datasources/" + changes() + ".datasource", kept()),
        new SourceFile("materializations/" + changes() + "_view.pipe", view()));
  }

  /** The same with a column more. */
  List<SourceFile> withStatus() {
    return files().stream()
        .map(file ->
            new SourceFile(
                file.path(),
                file.text()
                    .replace(
                        "    `version` UInt256 `json:",
                        "    `%1$s` Nullable(String) `json:$.Item.%1$s`,\n    `version` UInt256 `json:"
                            .formatted(STATUS))))
        .toList();
  }

  private String connection() {
    return """
    TYPE dynamodb
    DYNAMODB_ARN {{ tb_secret("%s") }}
    DYNAMODB_REGION %s
    """
        .formatted(SECRET, region);
  }

  private String mirrored() {
    return """
    SCHEMA >
        `transaction_id` String `json:$.Item.transaction_id`,
        `timestamp` String `json:$.Item.timestamp`,
        `weight` Nullable(Int32) `json:$.Item.weight`,
        `version` UInt256 `json:$._version`

    IMPORT_CONNECTION_NAME '%s'
    IMPORT_TABLE_ARN '%s'
    IMPORT_EXPORT_BUCKET '%s'
    """
        .formatted(CONNECTION, tableArn, bucket);
  }

  private static String kept() {
    return """
    SCHEMA >
        `transaction_id` String,
        `timestamp` String,
        `_event_name` LowCardinality(String),
        `_record` String,
        `_old_record` Nullable(String),
        `version` UInt256

    ENGINE "MergeTree"
    ENGINE_SORTING_KEY transaction_id, timestamp
    """;
  }

  private String view() {
    return """
    NODE every_change
    SQL >
        SELECT transaction_id, timestamp, _event_name, _record, _old_record, version
        FROM %s

    TYPE materialized
    DATASOURCE %s
    """
        .formatted(datasource(), changes());
  }
}
