package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import java.util.List;
import java.util.Optional;

/** Tells whose a table is that stands where a mirror is to begin. */
public final class Ownership {
  private final ClickHouse clickHouse;
  private final ClaimStore claims;

  /** For tables of this ClickHouse. */
  public Ownership(ClickHouse clickHouse, ClaimStore claims) {
    this.clickHouse = clickHouse;
    this.claims = claims;
  }

  /**
   * Lets a table be used that is this server's, or nobody's, or is not there.
   *
   * @throws MirrorRefusedException if another server mirrors into it
   */
  public void requireFree(TableName table) {
    new CommentedTable(clickHouse, table)
        .find()
        .flatMap(TableComment::mark)
        .filter(mark -> !mark.owner().equals(claims.owner()))
        .ifPresent(mark -> {
          throw new MirrorRefusedException(
              List.of(
                  new MirrorProblem(
                      FailureReason.CLICKHOUSE_TABLE_OWNED.code(),
                      Optional.empty(),
                      foreign(table, mark, false),
                      "")));
        });
  }

  /**
   * The highest generation that an existing table holds rows of, by its rows and by its comment; 0
   * for an empty one.
   */
  public long highestGeneration(TableName table, String versionColumn) {
    CommentedTable commented = new CommentedTable(clickHouse, table);
    return Math.max(
        commented.highestGeneration(versionColumn),
        commented.read().mark().map(OwnerMark::generation).orElse(0L));
  }

  /**
   * Takes a generation back that a mirror has noted and of which it has sent no row. Only the
   * mirror that has claimed the table last can do that, and its other threads must have ended.
   *
   * @param generation the highest that the table may hold rows of
   */
  public void takeBack(StoredMirror mirror, long generation) {
    CommentedTable commented = new CommentedTable(clickHouse, mirror.table());
    TableComment found = commented.read();
    found
        .mark()
        .filter(mark -> mark.mirror().equals(mirror.incarnation()))
        .filter(mark -> mark.generation() > generation)
        .ifPresent(mark -> {
          OwnerMark earlier = mark.earlier(generation);
          claims.save(mirror.id(), new ClaimStore.Claim(earlier.epoch(), earlier.at()));
          commented.write(found.with(earlier));
        });
  }

  static String foreign(TableName table, OwnerMark mark, boolean here) {
    return "The table "
        + table
        + " is mirrored into by "
        + (here
            ? "another mirror of this server"
            : "another Nightjar server (owner " + mark.owner() + ")")
        + " since "
        + mark.at()
        + ". Two of them would double the rows that views see. If that one is gone for good, give"
        + " the table free with: "
        + Ddl.in(Layout.SINGLE).comment(table, "");
  }
}
