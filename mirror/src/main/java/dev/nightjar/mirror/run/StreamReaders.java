package dev.nightjar.mirror.run;

import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps a stream's readers as few as AWS wants them: no more than two for a shard. */
public final class StreamReaders {
  private static final int MOST = 2;

  private StreamReaders() {}

  /**
   * Lets one more mirror of a table begin. Deployments look before; two of them at once may both
   * have seen that there is room.
   *
   * @param mirrors all mirrors of this server
   * @throws MirrorRefusedException if two that run read the table's stream already
   */
  public static void requireRoom(MirrorSpec spec, Collection<StoredMirror> mirrors) {
    List<String> others =
        mirrors.stream()
            .filter(stored -> stored.runs() && stored.tableArn().equals(spec.tableArn()))
            .map(stored -> "`" + stored.datasource() + "` of workspace " + stored.workspace())
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
