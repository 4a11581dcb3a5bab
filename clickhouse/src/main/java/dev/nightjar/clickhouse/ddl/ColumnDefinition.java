package dev.nightjar.clickhouse.ddl;

import dev.nightjar.clickhouse.Sql;
import java.util.Optional;

/**
 * A column of a table.
 *
 * @param name bare
 * @param type as text
 * @param value DEFAULT or MATERIALIZED, where it has one
 * @param codec what stands in {@code CODEC(…)}
 * @param comment empty for none
 */
public record ColumnDefinition(
    String name, String type, Optional<Value> value, Optional<String> codec, String comment) {

  /**
   * Where a column's value comes from when an insert leaves it out.
   *
   * @param kind which
   * @param expression SQL
   */
  public record Value(Kind kind, String expression) {}

  /** The kinds of {@link Value}. */
  public enum Kind {
    /** Can be inserted. */
    DEFAULT,
    /** Hidden from {@code SELECT *}; inserted only where the insert allows it. */
    MATERIALIZED,
    /** Never stored. */
    ALIAS
  }

  /** A column with nothing but a type. */
  public static ColumnDefinition of(String name, String type) {
    return new ColumnDefinition(name, type, Optional.empty(), Optional.empty(), "");
  }

  /** The same with a DEFAULT. */
  public ColumnDefinition defaultTo(String expression) {
    return new ColumnDefinition(
        name, type, Optional.of(new Value(Kind.DEFAULT, expression)), codec, comment);
  }

  /** The same as a MATERIALIZED column. */
  public ColumnDefinition materialized(String expression) {
    return new ColumnDefinition(
        name, type, Optional.of(new Value(Kind.MATERIALIZED, expression)), codec, comment);
  }

  /** The same with a codec, such as {@code ZSTD(1)}. */
  public ColumnDefinition codec(String text) {
    return new ColumnDefinition(name, type, value, Optional.of(text), comment);
  }

  /** The same with a comment. */
  public ColumnDefinition comment(String text) {
    return new ColumnDefinition(name, type, value, codec, text);
  }

  String sql() {
    StringBuilder out = new StringBuilder(Sql.identifier(name)).append(' ').append(type);
    value.ifPresent(v -> out.append(' ').append(v.kind()).append(' ').append(v.expression()));
    if (!comment.isEmpty()) {
      out.append(" COMMENT ").append(Sql.string(comment));
    }
    codec.ifPresent(c -> out.append(" CODEC(").append(c).append(')'));
    return out.toString();
  }
}
