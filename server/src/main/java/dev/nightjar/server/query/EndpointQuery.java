package dev.nightjar.server.query;

import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import dev.nightjar.project.Node;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.template.Template;
import dev.nightjar.server.template.TemplateSyntaxException;
import java.util.List;

/**
 * SQL over an endpoint's rows, which it calls {@code _}.
 *
 * @see <a href="https://www.tinybird.co/docs/api-reference/query-api">Tinybird's query API</a>
 */
public final class EndpointQuery {
  private static final String ROWS = "_";

  private EndpointQuery() {}

  /** Whether {@code q} is a parameter of the pipe, or of one that it reads, and no SQL. */
  public static boolean isParameterOf(LiveSet live, PipeFile pipe) {
    return RequestParameters.mentioned(live, pipe).stream()
        .flatMap(read -> read.nodes().stream())
        .filter(Node::template)
        .anyMatch(EndpointQuery::names);
  }

  private static boolean names(Node node) {
    try {
      return Template.parse(node.sql()).names().contains("q");
    } catch (TemplateSyntaxException _) {
      // the request says what is wrong with it
      return false;
    }
  }

  /**
   * The same query by the pipe's name, for whoever may read that.
   *
   * @param format of the answer, whatever the query states
   */
  public static String over(String pipe, String sql, ResultFormat format) {
    String query = SqlTokens.of(sql).takeFormat().sql();
    SqlTokens text = SqlTokens.of(query);
    List<Token> tokens = text.all();
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (int place : text.tablePlaces()) {
      Token token = tokens.get(place);
      if (token.text().equals(ROWS)) {
        out.append(query, copied, token.start()).append(pipe);
        copied = token.end();
      }
    }
    return out.append(query, copied, query.length())
        .append("\nFORMAT ")
        .append(format.clickHouseName())
        .toString();
  }
}
