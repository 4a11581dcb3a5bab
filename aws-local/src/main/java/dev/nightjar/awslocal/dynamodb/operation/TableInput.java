package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.TableSettings;
import dev.nightjar.awslocal.dynamodb.Throughput;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.stream.ViewType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of CreateTable's and UpdateTable's requests. */
final class TableInput {

  private TableInput() {}

  private enum BillingMode {
    PROVISIONED,
    PAY_PER_REQUEST
  }

  private enum TableClass {
    STANDARD,
    STANDARD_INFREQUENT_ACCESS
  }

  private enum ProjectionType {
    ALL,
    KEYS_ONLY,
    INCLUDE
  }

  /** What a StreamSpecification asks for: a view type to enable, none to disable. */
  record StreamRequest(Optional<ViewType> view) {}

  static Optional<StreamRequest> stream(Input input) {
    return input
        .object("StreamSpecification")
        .map(specification -> {
          if (!specification.has("StreamEnabled")) {
            throw Input.missing("streamSpecification.streamEnabled");
          }
          Optional<ViewType> view = specification.oneOf("StreamViewType", ViewType.class);
          boolean enabled = specification.bool("StreamEnabled");
          if (enabled && view.isEmpty()) {
            throw KeySchemas.invalid("StreamViewType is required when StreamEnabled is true");
          }
          if (!enabled && view.isPresent()) {
            throw KeySchemas.invalid(
                "StreamViewType must not be specified when StreamEnabled is false");
          }
          return new StreamRequest(view);
        });
  }

  static TableSettings create(Input input) {
    boolean onDemand =
        input.oneOf("BillingMode", BillingMode.class).orElse(BillingMode.PROVISIONED)
            == BillingMode.PAY_PER_REQUEST;
    return new TableSettings(
        onDemand,
        throughput(input, onDemand),
        tableClass(input).orElse(TableClass.STANDARD.name()),
        input.bool("DeletionProtectionEnabled"));
  }

  static TableSettings update(Input input, TableSettings old) {
    Optional<BillingMode> mode = input.oneOf("BillingMode", BillingMode.class);
    boolean onDemand = mode.map(to -> to == BillingMode.PAY_PER_REQUEST).orElse(old.onDemand());
    boolean throughputChanges = mode.isPresent() || input.has("ProvisionedThroughput");
    return new TableSettings(
        onDemand,
        throughputChanges ? throughput(input, onDemand) : old.throughput(),
        tableClass(input).orElse(old.tableClass()),
        input.has("DeletionProtectionEnabled")
            ? input.bool("DeletionProtectionEnabled")
            : old.deletionProtection());
  }

  static List<SecondaryIndex> indexes(
      Input input, Map<String, AttributeType> types, KeySchema tableKeys, boolean onDemand) {
    List<SecondaryIndex> indexes = new ArrayList<>();
    for (Input index : input.objects("LocalSecondaryIndexes").orElse(List.of())) {
      KeySchema keys = KeySchemas.read(index, types);
      if (!keys.partition().equals(tableKeys.partition())) {
        throw KeySchemas.invalid(
            "Table KeySchema and index KeySchema do not have the same hash key: index "
                + index.requiredString("IndexName"));
      }
      indexes.add(index(index, keys, false, Throughput.ON_DEMAND));
    }
    for (Input index : input.objects("GlobalSecondaryIndexes").orElse(List.of())) {
      indexes.add(index(index, KeySchemas.read(index, types), true, throughput(index, onDemand)));
    }
    long names = indexes.stream().map(SecondaryIndex::name).distinct().count();
    if (names < indexes.size()) {
      throw KeySchemas.invalid("Duplicate index name");
    }
    return List.copyOf(indexes);
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
        TableNames.checked(index.requiredString("IndexName"), "IndexName"),
        keys,
        global,
        type.name(),
        nonKey,
        throughput);
  }

  private static Optional<String> tableClass(Input input) {
    return input.oneOf("TableClass", TableClass.class).map(Enum::name);
  }

  private static Throughput throughput(Input input, boolean onDemand) {
    Optional<Input> throughput = input.object("ProvisionedThroughput");
    if (onDemand) {
      if (throughput.isPresent()) {
        throw both("Neither", "can be specified when BillingMode is PAY_PER_REQUEST", "nor");
      }
      return Throughput.ON_DEMAND;
    }
    Input units =
        throughput.orElseThrow(
            () -> both("", "must both be specified when BillingMode is PROVISIONED", "and"));
    return new Throughput(units(units, "ReadCapacityUnits"), units(units, "WriteCapacityUnits"));
  }

  private static int units(Input throughput, String member) {
    return throughput
        .integer(member, 1, Integer.MAX_VALUE)
        .orElseThrow(() -> Input.missing("provisionedThroughput." + member));
  }

  private static AwsError both(String before, String after, String between) {
    return KeySchemas.invalid(
        (before + " ReadCapacityUnits " + between + " WriteCapacityUnits " + after).trim());
  }
}
