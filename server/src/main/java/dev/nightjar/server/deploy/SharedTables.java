package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells when a DynamoDB table is about to be mirrored more than once. */
final class SharedTables {
  private SharedTables() {}

  /** A warning for each mirror that is about to begin and is not the only one of its table. */
  static List<Problem> warnings(List<DatasourceStep> steps, Mirrors mirrors) {
    Set<String> ids = steps.stream().map(DatasourceStep::id).collect(Collectors.toSet());
    Set<String> ended =
        steps.stream()
            .flatMap(step -> step.live().stream())
            .map(live -> live.id())
            .collect(Collectors.toSet());
    List<MirrorStatus> elsewhere =
        mirrors.statuses().stream()
            .filter(status -> !ids.contains(status.id()) && !ended.contains(status.id()))
            .toList();
    List<Problem> warnings = new ArrayList<>();
    for (DatasourceStep step : steps) {
      Optional<String> table = connected(step);
      if (table.isEmpty() || mirrors.status(step.id()).isPresent()) {
        continue;
      }
      Set<String> others = new TreeSet<>();
      steps.stream()
          .filter(other -> other != step && connected(other).equals(table))
          .forEach(other -> others.add("`" + other.name() + "`"));
      elsewhere.stream()
          .filter(status -> status.tableArn().equals(table.get()))
          .forEach(status ->
              others.add("`" + status.datasource() + "` of workspace " + status.workspace()));
      if (!others.isEmpty()) {
        warnings.add(
            Problem.warning(
                step.file().positions().of("IMPORT_TABLE_ARN"),
                "The table is mirrored by "
                    + String.join(", ", others)
                    + " too. Each mirror has an export of its own, which AWS charges for, and reads the stream, which takes two readers of a shard at most."));
      }
    }
    return warnings;
  }

  private static Optional<String> connected(DatasourceStep step) {
    return step.spec().filter(spec -> step.connect()).map(MirrorSpec::tableArn);
  }
}
