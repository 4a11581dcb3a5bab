package dev.nightjar.clickhouse.ddl;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;

/**
 * A view that writes into a table whatever its query makes of each block inserted into its source.
 *
 * @param name the view
 * @param target where its rows go
 * @param select its query; unqualified tables are those of the current database
 * @param comment empty for none
 */
public record MaterializedView(TableName name, TableName target, String select, String comment) {

  /** A view without a comment. */
  public static MaterializedView of(TableName name, TableName target, String select) {
    return new MaterializedView(name, target, select, "");
  }

  /** {@code CREATE MATERIALIZED VIEW … TO … AS …} on one server. */
  public String create() {
    return create(Layout.SINGLE);
  }

  /** {@code CREATE MATERIALIZED VIEW … TO … AS …}. */
  public String create(Layout layout) {
    return create("CREATE MATERIALIZED VIEW ", layout);
  }

  /** {@code CREATE MATERIALIZED VIEW IF NOT EXISTS … TO … AS …}. */
  public String createIfNotExists(Layout layout) {
    return create("CREATE MATERIALIZED VIEW IF NOT EXISTS ", layout);
  }

  private String create(String start, Layout layout) {
    return start
        + name.sql()
        + layout.onCluster()
        + " TO "
        + target.sql()
        + "\nAS "
        + select
        + (comment.isEmpty() ? "" : "\nCOMMENT " + Sql.string(comment));
  }
}
