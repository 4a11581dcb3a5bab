package dev.nightjar.server.deploy;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.service.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a deployment did to data sources. */
final class DeployedOperations {
  private final Plan plan;
  private final Instant began;
  private final Duration elapsed;

  private DeployedOperations(Plan plan, Instant began, Duration elapsed) {
    this.plan = plan;
    this.began = began;
    this.elapsed = elapsed;
  }

  /** All of it, in no order. */
  static List<Operation> of(Plan plan, Instant began, Instant ended) {
    DeployedOperations done = new DeployedOperations(plan, began, Duration.between(began, ended));
    List<Operation> operations = new ArrayList<>();
    for (DatasourceStep step : plan.datasources()) {
      type(step).ifPresent(type -> operations.add(done.operation(type, step.id(), step.name())));
    }
    for (DatasourceFile file : plan.deleted()) {
      String id =
          plan.live()
              .find(FileKind.DATASOURCE, file.name())
              .map(LiveResource::id)
              .orElse(file.name());
      operations.add(done.operation(Operation.Type.DELETE, id, file.name()));
    }
    return operations;
  }

  private static Optional<Operation.Type> type(DatasourceStep step) {
    return switch (step.action()) {
      case CREATE -> Optional.of(Operation.Type.CREATE);
      case ALTER, RECREATE -> Optional.of(Operation.Type.ALTER);
      case KEEP -> Optional.empty();
    };
  }

  private Operation operation(Operation.Type type, String id, String name) {
    return new Operation(
        plan.workspace().id(),
        type,
        id,
        name,
        began,
        elapsed,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Map.of());
  }
}
