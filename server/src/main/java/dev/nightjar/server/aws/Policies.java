package dev.nightjar.server.aws;

import dev.nightjar.server.http.Json;
import java.util.List;
import java.util.Map;

/**
 * The IAM policy documents of the specification: what the role may do, and who may assume it. Ready
 * to paste.
 */
public final class Policies {
  private static final String VERSION = "2012-10-17";
  private static final List<String> TABLE_ACTIONS =
      List.of(
          "dynamodb:Scan",
          "dynamodb:DescribeStream",
          "dynamodb:DescribeExport",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:DescribeTable",
          "dynamodb:DescribeContinuousBackups",
          "dynamodb:ExportTableToPointInTime",
          "dynamodb:UpdateTable",
          "dynamodb:UpdateContinuousBackups");

  private Policies() {}

  /**
   * What the role may do.
   *
   * @param table the table's name, {@code *} for any
   * @param bucket the bucket's name, {@code *} for any
   */
  public static Map<String, Object> access(String table, String bucket) {
    String tableArn = "arn:aws:dynamodb:*:*:table/" + table;
    String bucketArn = "arn:aws:s3:::" + bucket;
    return document(
        allow(TABLE_ACTIONS, List.of(tableArn, tableArn + "/stream/*", tableArn + "/export/*")),
        allow(
            List.of("s3:PutObject", "s3:GetObject", "s3:ListBucket"),
            List.of(bucketArn, bucketArn + "/*")));
  }

  /**
   * Who may assume the role: the account of the server's own credentials, with that external id.
   */
  public static Map<String, Object> trust(String account, String externalId) {
    return document(
        Json.object(
            "Effect",
            "Allow",
            "Principal",
            Map.of("AWS", "arn:aws:iam::" + account + ":root"),
            "Action",
            "sts:AssumeRole",
            "Condition",
            Map.of("StringEquals", Map.of("sts:ExternalId", externalId))));
  }

  @SafeVarargs
  private static Map<String, Object> document(Map<String, Object>... statements) {
    return Json.object("Version", VERSION, "Statement", List.of(statements));
  }

  private static Map<String, Object> allow(List<String> actions, List<String> resources) {
    return Json.object("Effect", "Allow", "Action", actions, "Resource", resources);
  }
}
