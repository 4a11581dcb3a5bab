package dev.nightjar.cli.demo;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The files that the demo deploys: the connection, the mirrored table, a view that keeps every
 * change as a row of its own, and an endpoint.
 *
 * @param tableArn the table in DynamoDB
 * @param region its region
 * @param bucket where exports go
 */
public record DemoProject(String tableArn, String region, String bucket) {

  /** The connection's name, which external ids are made from. */
  public static final String CONNECTION = "flights_aws";

  /** The secret that holds the role's ARN. */
  public static final String SECRET = "dynamodb_role_arn_" + CONNECTION;

  /** The mirrored table. */
  public static final String TABLE = "flights";

  /** The table with a row for each change. */
  public static final String CHANGES = "flights_changes";

  /** The endpoint, with the optional parameters {@code airline} and {@code limit}. */
  public static final String ENDPOINT = "flights_by_airline";

  /**
   * Writes the files.
   *
   * @throws UserException if the folder cannot be written, or holds a file of that name with
   *     another text
   */
  public void write(Path folder) {
    Map<String, String> files =
        Map.of(
            "connections/" + CONNECTION + ".connection", connection(),
            "datasources/" + TABLE + ".datasource", table(),
            "datasources/" + CHANGES + ".datasource", changes(),
            "materializations/" + CHANGES + "_view.pipe", view(),
            "endpoints/" + ENDPOINT + ".pipe", endpoint());
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        if (Files.exists(path) && !Files.readString(path).equals(file.getValue())) {
          throw new UserException(
              path + " is there already and differs. Give --project another folder.");
        }
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new UserException("The project cannot be written: " + e + ".", e);
    }
  }

  /** Writes where the server is, so that commands in the folder find it. */
  static void remember(Path folder, String host, String token) {
    try {
      Path file = folder.resolve(".tinyb");
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, "{\"host\": \"" + host + "\", \"token\": \"" + token + "\"}\n");
      Files.writeString(folder.resolve(".gitignore"), ".tinyb\n");
    } catch (IOException e) {
      throw new UserException("The project cannot be written: " + e + ".", e);
    }
  }

  private String connection() {
    return """
    TYPE dynamodb
    DYNAMODB_ARN {{ tb_secret("%s") }}
    DYNAMODB_REGION %s
    """
        .formatted(SECRET, region);
  }

  private String table() {
    return """
    DESCRIPTION >
        The DynamoDB table flights: read it with FINAL for its current state

    SCHEMA >
        `transaction_id` String `json:$.Item.transaction_id`,
        `timestamp` String `json:$.Item.timestamp`,
        `_record` String `json:$.NewImage`,
        `_old_record` Nullable(String) `json:$.OldImage`,
        `_timestamp` DateTime64(3) `json:$.ApproximateCreationDateTime`,
        `_event_name` LowCardinality(String) `json:$.eventName`,
        `_is_deleted` UInt8 `json:$._is_deleted`

    ENGINE "ReplacingMergeTree"
    ENGINE_SORTING_KEY transaction_id, timestamp
    ENGINE_VER _timestamp
    ENGINE_IS_DELETED _is_deleted

    IMPORT_CONNECTION_NAME '%s'
    IMPORT_TABLE_ARN '%s'
    IMPORT_EXPORT_BUCKET '%s'
    """
        .formatted(CONNECTION, tableArn, bucket);
  }

  private static String changes() {
    return """
    DESCRIPTION >
        Every change of flights as a row of its own

    SCHEMA >
        `transaction_id` String,
        `timestamp` String,
        `_event_name` LowCardinality(String),
        `_timestamp` DateTime64(3),
        `change` UInt64,
        `_record` String,
        `_old_record` Nullable(String)

    ENGINE "MergeTree"
    ENGINE_SORTING_KEY _timestamp, transaction_id
    """;
  }

  private static String view() {
    return """
    NODE every_change
    SQL >
        SELECT
            transaction_id,
            timestamp,
            _event_name,
            _timestamp,
            JSONExtractUInt(if(_event_name = 'REMOVE', ifNull(_old_record, ''), _record), 'change') AS change,
            _record,
            _old_record
        FROM flights

    TYPE materialized
    DATASOURCE flights_changes
    """;
  }

  private static String endpoint() {
    return """
    DESCRIPTION >
        How many flights each airline has, and what they cost on average

    NODE by_airline
    SQL >
        %
        SELECT
            JSONExtractString(_record, 'airline') AS airline,
            count() AS flights,
            round(avg(JSONExtractFloat(_record, 'fare')), 2) AS average_fare
        FROM flights FINAL
        {% if defined(airline) %}
        WHERE JSONExtractString(_record, 'airline') = {{ String(airline, description="Only this airline") }}
        {% end %}
        GROUP BY airline
        ORDER BY flights DESC
        LIMIT {{ Int32(limit, 10, description="How many airlines") }}

    TYPE endpoint
    """;
  }
}
