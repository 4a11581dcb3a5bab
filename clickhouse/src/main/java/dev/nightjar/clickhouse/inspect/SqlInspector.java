package dev.nightjar.clickhouse.inspect;

import dev.nightjar.clickhouse.Parameter;
import java.util.Map;

/**
 * Facts about a text of SQL from ClickHouse's own parser; nothing is run.
 *
 * <p>What may run is the caller's decision. A sound one allow-lists: the class is {@link
 * StatementClass#READ_ONLY}, there is one statement, the tree's root is a SELECT, and every
 * function, table function and table of the tree is on a list. The class alone says little: {@code
 * SELECT file('/etc/passwd')} is READ_ONLY.
 */
public interface SqlInspector {

  /** The class of a text without placeholders. */
  default Classification classify(String sql) {
    return classify(sql, Map.of());
  }

  /**
   * The class of a text, which may hold several statements; each placeholder needs a value.
   *
   * @throws dev.nightjar.clickhouse.ClickHouseException when a placeholder has no value (code 456)
   */
  Classification classify(String sql, Map<String, Parameter> parameters);

  /**
   * The syntax tree of one statement.
   *
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse (code 62)
   */
  default AstNode ast(String sql) {
    return ast(sql, Map.of());
  }

  /**
   * The syntax tree of one statement with placeholders; each needs a value.
   *
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse (code 62) or a
   *     placeholder has no value (code 456)
   */
  AstNode ast(String sql, Map<String, Parameter> parameters);
}
