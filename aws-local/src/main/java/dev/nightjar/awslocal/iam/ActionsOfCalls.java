package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Which actions on which resources a call needs, by the Service Authorization Reference ("Actions,
 * resources, and condition keys" of DynamoDB, S3, STS and IAM).
 */
final class ActionsOfCalls {

  /** One action on one resource. */
  record Needed(String action, String resource) {}

  /** S3's operations whose action has another name. */
  private static final Map<String, String> S3_ACTIONS =
      Map.ofEntries(
          Map.entry("CompleteMultipartUpload", "PutObject"),
          Map.entry("CopyObject", "PutObject"),
          Map.entry("CreateMultipartUpload", "PutObject"),
          Map.entry("DeleteObjects", "DeleteObject"),
          Map.entry("GetObjectAttributes", "GetObject"),
          Map.entry("HeadBucket", "ListBucket"),
          Map.entry("HeadObject", "GetObject"),
          Map.entry("ListBuckets", "ListAllMyBuckets"),
          Map.entry("ListMultipartUploads", "ListBucketMultipartUploads"),
          Map.entry("ListObjectVersions", "ListBucketVersions"),
          Map.entry("ListObjects", "ListBucket"),
          Map.entry("ListObjectsV2", "ListBucket"),
          Map.entry("ListParts", "ListMultipartUploadParts"),
          Map.entry("UploadPart", "PutObject"),
          Map.entry("UploadPartCopy", "PutObject"));

  private static final Map<String, String> TRANSACTION_ACTIONS =
      Map.of(
          "Put", "PutItem",
          "Update", "UpdateItem",
          "Delete", "DeleteItem",
          "ConditionCheck", "ConditionCheckItem",
          "Get", "GetItem");

  private static final Set<String> NEEDS_NOTHING =
      Set.of("STS.GetCallerIdentity", "STS.AssumeRole");

  private ActionsOfCalls() {}

  /** Empty where every caller is allowed (or, for AssumeRole, where the role itself decides). */
  static List<Needed> of(Invocation call) {
    if (NEEDS_NOTHING.contains(call.operation())) {
      return List.of();
    }
    return switch (call.service()) {
      case "S3" -> s3(call);
      case "IAM" -> List.of(new Needed("iam:" + call.action(), role(call)));
      case "STS" -> List.of(new Needed("sts:" + call.action(), "*"));
      default -> dynamoDb(call);
    };
  }

  private static List<Needed> s3(Invocation call) {
    String source = call.input().path("CopySource").asString("");
    return source.isEmpty()
        ? List.of(target(call))
        : List.of(target(call), new Needed("s3:GetObject", "arn:aws:s3:::" + source));
  }

  private static Needed target(Invocation call) {
    String bucket = call.input().path("Bucket").asString("");
    String key = call.input().path("Key").asString("");
    String action = "s3:" + S3_ACTIONS.getOrDefault(call.action(), call.action());
    if (bucket.isEmpty()) {
      return new Needed(action, "*");
    }
    String arn = "arn:aws:s3:::" + bucket;
    boolean objects = call.action().equals("DeleteObjects");
    return new Needed(action, objects ? arn + "/*" : key.isEmpty() ? arn : arn + "/" + key);
  }

  private static String role(Invocation call) {
    String name = call.input().path("RoleName").asString("*");
    return "arn:aws:iam::" + call.caller().account() + ":role/" + name;
  }

  private static List<Needed> dynamoDb(Invocation call) {
    List<Needed> needed = new ArrayList<>();
    JsonNode input = call.input();
    String action = "dynamodb:" + call.action();
    for (String table : input.path("RequestItems").propertyNames()) {
      needed.add(new Needed(action, tableArn(table, call.caller())));
    }
    for (JsonNode member : input.path("TransactItems")) {
      for (Map.Entry<String, JsonNode> one : member.properties()) {
        String single = TRANSACTION_ACTIONS.getOrDefault(one.getKey(), one.getKey());
        String table = one.getValue().path("TableName").asString("*");
        needed.add(new Needed("dynamodb:" + single, tableArn(table, call.caller())));
      }
    }
    if (needed.isEmpty()) {
      needed.add(new Needed(action, resource(input, call)));
    }
    return needed;
  }

  private static String resource(JsonNode input, Invocation call) {
    if (call.action().equals("ListExports")) {
      return "*";
    }
    for (String name : List.of("StreamArn", "ExportArn", "TableArn", "ResourceArn")) {
      if (input.path(name).isString()) {
        return input.path(name).asString();
      }
    }
    if (input.path("ShardIterator").isString()) {
      // an iterator begins with its stream's ARN
      String iterator = input.path("ShardIterator").asString();
      return iterator.startsWith("arn:") ? iterator.substring(0, end(iterator)) : "*";
    }
    if (!input.path("TableName").isString()) {
      return "*";
    }
    String table = tableArn(input.path("TableName").asString(), call.caller());
    if (call.action().equals("ListStreams")) {
      return table + "/stream/*";
    }
    return Optional.ofNullable(input.get("IndexName"))
        .map(index -> table + "/index/" + index.asString())
        .orElse(table);
  }

  private static int end(String iterator) {
    int bar = iterator.indexOf('|');
    return bar < 0 ? iterator.length() : bar;
  }

  private static String tableArn(String nameOrArn, Caller caller) {
    return nameOrArn.startsWith("arn:")
        ? nameOrArn
        : "arn:aws:dynamodb:" + caller.region() + ":" + caller.account() + ":table/" + nameOrArn;
  }
}
