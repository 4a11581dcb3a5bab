package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.Throughput;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secondary indexes in CreateTable's and UpdateTable's requests. */
final class IndexInput {

  /** The quotas of the developer guide. */
  private static final int MAX_LOCAL = 5;

  private static final int MAX_GLOBAL = 20;

  private IndexInput() {}

  private enum ProjectionType {
    ALL,
    KEYS_ONLY,
    INCLUDE
  }

  /** Those of a new table. */
  static List<SecondaryIndex> ofTable(
      Input input, Map<String, AttributeType> types, KeySchema tableKeys, boolean onDemand) {
    List<SecondaryIndex> indexes = new ArrayList<>();
    for (Input index : listed(input, "LocalSecondaryIndexes")) {
      if (tableKeys.sort().isEmpty()) {
        throw KeySchemas.invalid(
            "Table KeySchema does not have a range key, which is required when specifying a"
                + " LocalSecondaryIndex");
      }
      indexes.add(local(index, types, tableKeys));
    }
    if (indexes.size() > MAX_LOCAL) {
      throw KeySchemas.invalid(
          "Number of LocalSecondaryIndexes exceeds per-table limit of " + MAX_LOCAL);
    }
    int local = indexes.size();
    for (Input index : listed(input, "GlobalSecondaryIndexes")) {
      indexes.add(global(index, types, onDemand));
    }
    requireNames(indexes);
    requireGlobalAtMost(indexes.size() - local);
    return List.copyOf(indexes);
  }

  /** A new global index. */
  static SecondaryIndex global(Input index, Map<String, AttributeType> types, boolean onDemand) {
    KeySchema keys = KeySchemas.read(index, types);
    if (onDemand && index.has("ProvisionedThroughput")) {
      throw KeySchemas.invalid(
          "ProvisionedThroughput should not be specified for index: "
              + index.requiredString("IndexName")
              + " when BillingMode is PAY_PER_REQUEST");
    }
    if (!onDemand && !index.has("ProvisionedThroughput")) {
      throw KeySchemas.invalid(
          "ProvisionedThroughput must be specified for index: "
              + index.requiredString("IndexName"));
    }
    return index(index, keys, true, TableInput.throughput(index, onDemand));
  }

  static void requireGlobalAtMost(int count) {
    if (count > MAX_GLOBAL) {
      throw KeySchemas.invalid(
          "GlobalSecondaryIndex count exceeds the per-table limit of " + MAX_GLOBAL);
    }
  }

  private static List<Input> listed(Input input, String member) {
    List<Input> listed = input.objects(member).orElse(List.of());
    if (input.has(member) && listed.isEmpty()) {
      throw KeySchemas.invalid("List of " + member + " is empty");
    }
    return listed;
  }

  private static SecondaryIndex local(
      Input index, Map<String, AttributeType> types, KeySchema tableKeys) {
    KeySchema keys = KeySchemas.read(index, types);
    String name = index.requiredString("IndexName");
    if (keys.sort().isEmpty()) {
      throw KeySchemas.invalid("Index KeySchema does not have a range key for index: " + name);
    }
    if (!keys.partition().equals(tableKeys.partition())) {
      throw KeySchemas.invalid(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + name
              + ". index hash key: "
              + keys.partition().name()
              + ", table hash key: "
              + tableKeys.partition().name());
    }
    return index(index, keys, false, Throughput.ON_DEMAND);
  }

  private static SecondaryIndex index(
      Input index, KeySchema keys, boolean global, Throughput throughput) {
    Input projection = index.requiredObject("Projection");
    ProjectionType type =
        projection
            .oneOf("ProjectionType", ProjectionType.class)
            .orElseThrow(() -> KeySchemas.invalid("Unknown ProjectionType: null"));
    List<String> nonKey = projection.strings("NonKeyAttributes").orElse(List.of());
    if (type == ProjectionType.INCLUDE == nonKey.isEmpty()) {
      throw KeySchemas.invalid(
          "ProjectionType is "
              + type
              + ", but NonKeyAttributes "
              + (nonKey.isEmpty() ? "is not specified" : "is specified"));
    }
    return new SecondaryIndex(
        TableNames.wellFormed(index.requiredString("IndexName"), index, "IndexName"),
        keys,
        global,
        type.name(),
        nonKey,
        throughput);
  }

  private static void requireNames(List<SecondaryIndex> indexes) {
    Set<String> names = new HashSet<>();
    for (SecondaryIndex index : indexes) {
      if (!names.add(index.name())) {
        throw KeySchemas.invalid("Duplicate index name: " + index.name());
      }
    }
  }

  /** The refusal of an update of an index that is not there. */
  static AwsError absent() {
    return AwsError.client("ResourceNotFoundException", "Requested resource not found");
  }
}
