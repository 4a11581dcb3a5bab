package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.TableSettings;
import dev.nightjar.awslocal.dynamodb.Throughput;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.stream.ViewType;
import java.util.Optional;

/** The parts of CreateTable's and UpdateTable's requests. */
final class TableInput {

  private static final long MAX_UNITS = 1_000_000_000_000L;

  private TableInput() {}

  private enum BillingMode {
    PROVISIONED,
    PAY_PER_REQUEST
  }

  private enum TableClass {
    STANDARD,
    STANDARD_INFREQUENT_ACCESS
  }

  /** What a StreamSpecification asks for: a view type to enable, none to disable. */
  record StreamRequest(Optional<ViewType> view) {}

  static Optional<StreamRequest> stream(Input input) {
    return input
        .object("StreamSpecification")
        .map(specification -> {
          if (!specification.has("StreamEnabled")) {
            throw specification.absent("StreamEnabled");
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

  private static Optional<String> tableClass(Input input) {
    return input.oneOf("TableClass", TableClass.class).map(Enum::name);
  }

  static Throughput throughput(Input input, boolean onDemand) {
    Optional<Input> throughput = input.object("ProvisionedThroughput");
    if (onDemand) {
      if (throughput.isPresent()) {
        throw KeySchemas.invalid(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return Throughput.ON_DEMAND;
    }
    Input units =
        throughput.orElseThrow(() ->
            KeySchemas.invalid(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when"
                    + " BillingMode is PROVISIONED"));
    return new Throughput(units(units, "ReadCapacityUnits"), units(units, "WriteCapacityUnits"));
  }

  private static long units(Input throughput, String member) {
    long units = throughput.number(member, 1).orElseThrow(() -> throughput.absent(member));
    if (units > MAX_UNITS) {
      throw AwsError.validation("Given value " + units + " for " + member + " is out of bounds");
    }
    return units;
  }
}
