package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is changed of a table that stays.
 *
 * @param directive of the file, that says it
 * @param sql what follows the table's name in {@code ALTER TABLE}
 * @param back the same for what takes it back
 */
record TableChange(String directive, String sql, String back) {
  private static final String INDEXES = "INDEXES";

  /**
   * The columns and indexes of one file in the table of another, in the order of their making.
   * ClickHouse makes an index of the rows that come from then on, and of the others as it merges
   * them.
   */
  static List<TableChange> between(DatasourceFile before, DatasourceFile after) {
    List<TableChange> changes = new ArrayList<>();
    after.columns().stream()
        .filter(column -> before.column(column.name()).isEmpty())
        .forEach(column -> changes.add(added(column)));
    before.indexes().stream()
        .filter(index -> find(after, index).isEmpty())
        .forEach(index -> changes.add(new TableChange(INDEXES, dropping(index), adding(index))));
    after.indexes().stream()
        .filter(index -> find(before, index).isEmpty())
        .forEach(index -> changes.add(new TableChange(INDEXES, adding(index), dropping(index))));
    return changes;
  }

  /**
   * How long rows live. Comes last of all that a deployment does: rows that are gone by it do not
   * come back.
   */
  static Optional<TableChange> ofTtl(DatasourceFile before, DatasourceFile after) {
    Optional<String> old = before.engine().ttl();
    Optional<String> wanted = after.engine().ttl();
    return old.equals(wanted)
        ? Optional.empty()
        : Optional.of(new TableChange("ENGINE_TTL", ttl(wanted), ttl(old)));
  }

  private static String ttl(Optional<String> expression) {
    return expression.map(text -> "MODIFY TTL " + text).orElse("REMOVE TTL");
  }

  private static TableChange added(Column column) {
    ColumnDefinition definition = PlainTable.column(column);
    String value = definition.value().map(text -> " DEFAULT " + text.expression()).orElse("");
    String codec = definition.codec().map(text -> " CODEC(" + text + ")").orElse("");
    String name = Sql.identifier(column.name());
    return new TableChange(
        "SCHEMA",
        "ADD COLUMN IF NOT EXISTS " + name + " " + column.type() + value + codec,
        "DROP COLUMN IF EXISTS " + name);
  }

  private static Optional<Index> find(DatasourceFile file, Index index) {
    TableShape.IndexShape shape = TableShape.IndexShape.of(index);
    return file.indexes().stream()
        .filter(other -> TableShape.IndexShape.of(other).equals(shape))
        .findFirst();
  }

  private static String adding(Index index) {
    return "ADD INDEX IF NOT EXISTS " + PlainTable.index(index);
  }

  private static String dropping(Index index) {
    return "DROP INDEX IF EXISTS " + Sql.identifier(index.name());
  }
}
