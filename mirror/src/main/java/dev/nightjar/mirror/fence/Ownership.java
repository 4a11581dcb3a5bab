package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.Layout;
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

  /** Why an existing table is not this server's to write into; empty if it is, or is nobody's. */
  public Optional<String> foreign(TableName table) {
    return new CommentedTable(clickHouse, table)
        .read()
        .mark()
        .filter(mark -> !mark.owner().equals(claims.owner()))
        .map(mark -> foreign(table, mark, false));
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
