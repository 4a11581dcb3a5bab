package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells when a DynamoDB table is about to be mirrored more than once, and refuses a third mirror in
 * a workspace: AWS throttles a shard that has more than two readers. Mirrors of branches and other
 * workspaces are only told of: each branch that a connection is declared in has an export and a
 * mirror of its own, and tables for branches are the way out.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html">"no
 *     more than two processes at most should be reading from the same stream's shard at the same
 *     time"</a>
 */
final class SharedTables {
  private SharedTables() {}

  /**
   * A warning for each mirror that is about to begin and is the second of its table, an error for
   * each that would be one too many.
   */
  static List<Problem> problems(List<DatasourceStep> steps, Mirrors mirrors) {
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
    List<Problem> problems = new ArrayList<>();
    for (DatasourceStep step : steps) {
      Optional<String> table = connected(step);
      if (table.isEmpty() || mirrors.status(step.id()).isPresent()) {
        continue;
      }
      Set<String> here = new TreeSet<>();
      steps.stream()
          .filter(other -> other != step && connected(other).equals(table))
          .forEach(other -> here.add("`" + other.name() + "`"));
      Set<String> others = new TreeSet<>(here);
      elsewhere.stream()
          .filter(status -> status.tableArn().equals(table.get()))
          .forEach(status ->
              others.add("`" + status.datasource() + "` of workspace " + status.workspace()));
      if (here.size() > 1) {
        problems.add(
            Problem.error(
                step.file().positions().of("IMPORT_TABLE_ARN"),
                "The table is mirrored by "
                    + String.join(" and ", here)
                    + " already, and AWS takes two readers of a stream's shard at most: with a third"
                    + " all of them would be throttled and fall behind. Query one of those, or drop"
                    + " one of them first. (Mirrors of other Nightjar servers cannot be seen from"
                    + " here, and count too.) ["
                    + FailureReason.TABLE_MIRRORED_TWICE.code()
                    + "]"));
      } else if (!others.isEmpty()) {
        problems.add(
            Problem.warning(
                step.file().positions().of("IMPORT_TABLE_ARN"),
                "The table is mirrored by "
                    + String.join(", ", others)
                    + " too. Each mirror has an export of its own, which AWS charges for, and reads the stream, which takes two readers of a shard at most"
                    + (others.size() > 1
                        ? ": AWS will throttle these, and all of them may fall behind. Point branches at a table of their own, or delete branches that are done."
                        : ": a third one would make AWS throttle all of them.")
                    + " (Mirrors of other Nightjar servers cannot be seen from here, and count too.)"));
      }
    }
    return problems;
  }

  private static Optional<String> connected(DatasourceStep step) {
    return step.spec().filter(spec -> step.connect()).map(MirrorSpec::tableArn);
  }
}
