package dev.nightjar.mirror.run;

import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a workspace's readers of a stream as few as AWS wants them: no more than two for a shard.
 * Those of branches and other workspaces do not count: each has a mirror of its own where it
 * declares the connection, and AWS throttles what is too much.
 */
public final class StreamReaders {
  private static final int MOST = 2;

  private StreamReaders() {}

  /**
   * Lets one more mirror of a table begin in its workspace. Deployments look before; two of them at
   * once may both have seen that there is room.
   *
   * @param mirrors all mirrors of this server
   * @throws MirrorRefusedException if two of it that run read the table's stream already
   */
  public static void requireRoom(MirrorSpec spec, Collection<StoredMirror> mirrors) {
    List<String> others =
        mirrors.stream()
            .filter(stored -> stored.runs() && stored.tableArn().equals(spec.tableArn()))
            .filter(stored -> stored.workspace().equals(spec.workspace()))
            .map(stored -> "`" + stored.datasource() + "`")
            .sorted()
            .toList();
    if (others.size() >= MOST) {
      throw new MirrorRefusedException(
          List.of(
              new MirrorProblem(
                  FailureReason.TABLE_MIRRORED_TWICE.code(),
                  Optional.empty(),
                  "The table is mirrored by "
                      + String.join(" and ", others)
                      + " already, and AWS takes two readers of a stream's shard at most.",
                  "Query one of those, or drop one of them first.")));
    }
  }
}
