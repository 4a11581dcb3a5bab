package dev.nightjar.awslocal.iam;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy is asked about.
 *
 * @param action such as {@code dynamodb:DescribeTable}
 * @param resource an ARN, or {@code *} where the action has none
 * @param context condition keys, such as {@code sts:ExternalId}, and their values; names are looked
 *     up without regard to case
 */
public record AccessRequest(String action, String resource, Map<String, String> context) {

  public AccessRequest {
    TreeMap<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(context);
    context = byName;
  }
}
