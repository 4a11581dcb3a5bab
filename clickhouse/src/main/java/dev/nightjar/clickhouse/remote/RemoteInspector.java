package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.AstText;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks the server's own parser, because it is the one that will read the text when it runs: another
 * version's parser might see less in it. {@code formatQuery} takes exactly one statement (code 62
 * otherwise), {@code EXPLAIN AST} shows it; neither runs anything.
 */
final class RemoteInspector implements SqlInspector {
  private static final int READONLY = 164;
  private static final int SYNTAX_ERROR = 62;

  /** Over HTTP ClickHouse does not even explain it. */
  private static final int INTO_OUTFILE_NOT_ALLOWED = 358;

  private static final int REMEMBERED = 256;
  private static final int LONGEST_REMEMBERED = 16 << 10;

  private final Asking asking;
  private final Server server;
  private final Map<Text, AstNode> trees =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Text, AstNode> eldest) {
              return size() > REMEMBERED;
            }
          });

  RemoteInspector(Asking asking, Server server) {
    this.asking = asking;
    this.server = server;
  }

  /** A text with the values of its placeholders, at a version of the server. */
  private record Text(String version, String sql, Map<String, Parameter> parameters) {}

  @Override
  public Classification classify(String sql, Map<String, Parameter> parameters) {
    try {
      return new Classification(RootKinds.classOf(ast(sql, parameters)), 1);
    } catch (ClickHouseException e) {
      return switch (e.code()) {
        case SYNTAX_ERROR -> new Classification(StatementClass.UNKNOWN, 0);
        case INTO_OUTFILE_NOT_ALLOWED -> new Classification(StatementClass.CONTROL, 1);
        default -> throw e;
      };
    }
  }

  @Override
  public AstNode ast(String sql, Map<String, Parameter> parameters) {
    Text text = new Text(server.facts().version(), sql, Map.copyOf(parameters));
    AstNode known = trees.get(text);
    if (known != null) {
      return known;
    }
    // The text by itself first: it must not begin with options of EXPLAIN AST or hold two
    // statements.
    String formatted = ask("SELECT formatQuery(" + Sql.string(sql) + ")", Map.of());
    AstNode tree = AstText.parse(ask("EXPLAIN AST\n" + sql, parameters), formatted);
    if (sql.length() <= LONGEST_REMEMBERED) {
      trees.put(text, tree);
    }
    return tree;
  }

  /**
   * Refuses a text that is not exactly one statement that reads, whatever the caller has checked
   * before: {@code readonly = 1} leaves KILL and others open.
   */
  void requireOneReading(String sql, Map<String, Parameter> parameters) {
    if (RootKinds.classOf(ast(sql, parameters)) != StatementClass.READ_ONLY) {
      throw new ClickHouseException(
          READONLY, "READONLY", "only a statement that reads is allowed here");
    }
  }

  private String ask(String sql, Map<String, Parameter> parameters) {
    return new String(
        asking.bytes(sql, "TSVRaw", parameters, Map.of("readonly", "1")), StandardCharsets.UTF_8);
  }
}
