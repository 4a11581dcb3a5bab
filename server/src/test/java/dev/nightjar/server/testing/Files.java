package dev.nightjar.server.testing;

/** Texts of datafiles. */
public final class Files {
  private Files() {}

  /** A plain data source with the columns {@code id} and {@code n}. */
  public static String plain() {
    return """
    SCHEMA >
        id String,
        n Int64

    ENGINE MergeTree
    ENGINE_SORTING_KEY id
    """;
  }

  /** A mirror of a table with one key {@code id}, by the connection {@code aws}. */
  public static String mirrored(String table) {
    return """
    SCHEMA >
        `id` String `json:$.Item.id`,
        `note` String `json:$.Item.note`,
        `_record` String `json:$.NewImage`,
        `_old_record` Nullable(String) `json:$.OldImage`,
        `_timestamp` DateTime64(3) `json:$.ApproximateCreationDateTime`,
        `_event_name` LowCardinality(String) `json:$.eventName`,
        `_is_deleted` UInt8 `json:$._is_deleted`

    ENGINE "ReplacingMergeTree"
    ENGINE_SORTING_KEY id
    ENGINE_VER _timestamp
    ENGINE_IS_DELETED _is_deleted

    IMPORT_CONNECTION_NAME 'aws'
    IMPORT_TABLE_ARN '%s'
    IMPORT_EXPORT_BUCKET '%s'
    """
        .formatted(DynamoTables.arn(table), DynamoTables.BUCKET);
  }

  public static String connection() {
    return """
    TYPE dynamodb
    DYNAMODB_ARN {{ tb_secret("dynamodb_role_arn_aws") }}
    DYNAMODB_REGION us-east-1
    """;
  }

  public static String endpoint(String sql) {
    return "NODE out\nSQL >\n    " + sql + "\nTYPE endpoint\n";
  }

  public static String materialized(String sql, String target) {
    return "NODE rows\nSQL >\n    " + sql + "\nTYPE materialized\nDATASOURCE " + target + "\n";
  }
}
