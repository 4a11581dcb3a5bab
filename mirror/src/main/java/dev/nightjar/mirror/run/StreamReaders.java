package dev.nightjar.mirror.run;

import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.ReaderLimit;
import dev.nightjar.mirror.ReaderLimit.Reader;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps the readers of a stream as few as the server's limit wants them. */
public final class StreamReaders {
  private StreamReaders() {}

  /**
   * Lets one more mirror of a table begin. Deployments look before; two of them at once may both
   * have seen that there is room.
   *
   * @param mirrors all mirrors of this server
   * @throws MirrorRefusedException if as many of those that run as there may be read the table's
   *     stream already
   */
  public static void requireRoom(
      ReaderLimit limit, MirrorSpec spec, Collection<StoredMirror> mirrors) {
    List<Reader> readers =
        mirrors.stream()
            .filter(stored -> stored.runs() && stored.tableArn().equals(spec.tableArn()))
            // one of the same data source is about to be replaced by this one
            .filter(stored ->
                !stored.workspace().equals(spec.workspace())
                    || !stored.datasource().equals(spec.name()))
            .map(stored -> new Reader(stored.workspace(), stored.datasource()))
            .distinct()
            .toList();
    if (!limit.hasRoom(spec.workspace(), readers)) {
      throw new MirrorRefusedException(
          List.of(
              new MirrorProblem(
                  FailureReason.TABLE_MIRRORED_TWICE.code(),
                  Optional.empty(),
                  limit.refusal(spec.workspace(), readers),
                  "Query one of those, or drop one of them first.")));
    }
  }
}
