package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ReaderLimit;
import dev.nightjar.mirror.ReaderLimit.Reader;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.Problem;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells when a DynamoDB table is about to be mirrored more than once, and refuses a mirror too
 * many, as the server's {@link ReaderLimit} says.
 */
final class SharedTables {
  private static final String OTHER_SERVERS =
      " (Mirrors of other Nightjar servers cannot be seen from here, and count too.)";

  private final Workspace workspace;
  private final List<DatasourceStep> steps;
  private final Mirrors mirrors;
  private final List<MirrorStatus> elsewhere;

  private SharedTables(Workspace workspace, List<DatasourceStep> steps, Mirrors mirrors) {
    this.workspace = workspace;
    this.steps = steps;
    this.mirrors = mirrors;
    Set<String> ids = steps.stream().map(DatasourceStep::id).collect(Collectors.toSet());
    Set<String> ended =
        steps.stream()
            .flatMap(step -> step.live().stream())
            .map(live -> live.id())
            .collect(Collectors.toSet());
    this.elsewhere =
        mirrors.statuses().stream()
            .filter(status -> !ids.contains(status.id()) && !ended.contains(status.id()))
            .toList();
  }

  /**
   * A warning for each mirror that is about to begin and is not the only one of its table, an error
   * for each that would be one too many.
   *
   * @param refused data sources whose tables cannot be mirrored anyway: who cannot read a table is
   *     not told who does
   */
  static List<Problem> problems(
      Workspace workspace, List<DatasourceStep> steps, Set<String> refused, Mirrors mirrors) {
    SharedTables shared = new SharedTables(workspace, steps, mirrors);
    return steps.stream()
        .filter(step -> !refused.contains(step.name()))
        .filter(step -> connected(step).isPresent() && mirrors.status(step.id()).isEmpty())
        .flatMap(step -> shared.problem(step).stream())
        .toList();
  }

  private Optional<Problem> problem(DatasourceStep step) {
    Optional<String> table = connected(step);
    List<Reader> readers = new ArrayList<>();
    steps.stream()
        .filter(other -> other != step && connected(other).equals(table))
        .forEach(other -> readers.add(new Reader(workspace.fullName(), other.name())));
    elsewhere.stream()
        .filter(status -> table.equals(Optional.of(status.tableArn())))
        .map(status -> new Reader(status.workspace(), status.datasource()))
        // a mirror whose table stands beside is one of the data source that it is for
        .filter(reader -> !reader.equals(new Reader(workspace.fullName(), step.name())))
        .filter(reader -> !readers.contains(reader))
        .distinct()
        .forEach(readers::add);
    if (readers.isEmpty()) {
      return Optional.empty();
    }
    ReaderLimit limit = mirrors.readerLimit();
    boolean room = limit.hasRoom(workspace.fullName(), readers);
    String message = room ? warning(limit, readers) : error(limit, readers);
    var place = step.file().positions().of("IMPORT_TABLE_ARN");
    return Optional.of(room ? Problem.warning(place, message) : Problem.error(place, message));
  }

  private String error(ReaderLimit limit, List<Reader> readers) {
    return limit.refusal(workspace.fullName(), readers)
        + " Query one of those, drop one of them first, or point this data source at a table of its"
        + " own; --mirrors-per-table of the server lets more in."
        + OTHER_SERVERS
        + " ["
        + FailureReason.TABLE_MIRRORED_TWICE.code()
        + "]";
  }

  private String warning(ReaderLimit limit, List<Reader> readers) {
    return "The table is mirrored by "
        + limit.described(workspace.fullName(), readers)
        + " too. Each mirror has an export of its own, which AWS charges for, and reads the stream,"
        + " which takes two readers of a shard at most"
        + (readers.size() > 1
            ? ": AWS will throttle these, and all of them may fall behind. Point branches at a table of their own, or delete branches that are done."
            : ": a third one would make AWS throttle all of them.")
        + OTHER_SERVERS;
  }

  private static Optional<String> connected(DatasourceStep step) {
    return step.spec().filter(spec -> step.connect()).map(MirrorSpec::tableArn);
  }
}
