package dev.nightjar.mirror;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How many mirrors of one DynamoDB table a server lets read its stream: AWS throttles a shard that
 * has more than two readers. A workspace whose branches mirror the table already is let in once all
 * the same, for a connection that was tried in branches moves up to it.
 *
 * @param most how many mirrors of a table there are at most, at least 1
 * @param kinship how workspaces belong together
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html">"no
 *     more than two processes at most should be reading from the same stream's shard at the same
 *     time"</a>
 */
public record ReaderLimit(int most, Kinship kinship) {
  /** What AWS says, for workspaces of which none belongs to another. */
  public static final ReaderLimit STANDARD = new ReaderLimit(2, Kinship.NONE);

  /** Throws if not even one is let in. */
  public ReaderLimit {
    if (most < 1) {
      throw new IllegalArgumentException(most + " mirrors of a table are too few: at least 1");
    }
  }

  /** How workspaces belong together; they are named by their full names. */
  public interface Kinship {
    /** None belongs to another one. */
    Kinship NONE =
        new Kinship() {
          @Override
          public boolean related(String workspace, String other) {
            return workspace.equals(other);
          }

          @Override
          public boolean isBranchOf(String branch, String workspace) {
            return false;
          }
        };

    /** Whether who works in a workspace may know what there is in another one. */
    boolean related(String workspace, String other);

    /** Whether one is a branch of the other. */
    boolean isBranchOf(String branch, String workspace);
  }

  /** A mirror of the table. */
  public record Reader(String workspace, String datasource) {}

  /**
   * Whether a workspace may have one more mirror of a table.
   *
   * @param readers the mirrors of it that there are
   */
  public boolean hasRoom(String workspace, Collection<Reader> readers) {
    return readers.size() < most
        || readers.stream().allMatch(one -> kinship.isBranchOf(one.workspace(), workspace));
  }

  /**
   * The mirrors of a table for somebody who works in a workspace: what belongs to other people is
   * counted, not named.
   */
  public String described(String workspace, Collection<Reader> readers) {
    List<String> names =
        new ArrayList<>(
            readers.stream()
                .filter(one -> kinship.related(workspace, one.workspace()))
                .map(one ->
                    "`"
                        + one.datasource()
                        + "`"
                        + (one.workspace().equals(workspace)
                            ? ""
                            : " of workspace " + one.workspace()))
                .sorted()
                .distinct()
                .toList());
    long others =
        readers.stream().filter(one -> !kinship.related(workspace, one.workspace())).count();
    if (others > 0) {
      names.add(
          others == 1
              ? "a data source of another workspace"
              : others + " data sources of other workspaces");
    }
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** Why there is no room for one more. */
  public String refusal(String workspace, Collection<Reader> readers) {
    return "The table is mirrored by "
        + described(workspace, readers)
        + " already, and "
        + (most == 2
            ? "AWS takes two readers of a stream's shard at most: with a third all of them would be"
                + " throttled and fall behind."
            : "the server lets no more than "
                + most
                + " read its stream (--mirrors-per-table): AWS throttles a shard that many read.");
  }
}
