package dev.nightjar.mirror.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The prepared statements of one connection, kept for the next time that the same SQL is run: to
 * SQLite, most of the ledger's statements are more work to prepare than to execute.
 *
 * <p>For one thread at a time.
 */
final class PreparedStatements extends DefaultStatementBuilder {
  private final int most;
  private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();
  private final Map<Statement, String> running = new IdentityHashMap<>();

  /**
   * None yet.
   *
   * @param most so many are kept, those that ran last
   */
  PreparedStatements(int most) {
    this.most = most;
  }

  /** One that nobody else runs at the moment: a kept one, or a new one. */
  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    if (context.isReturningGeneratedKeys() || context.isConcurrentUpdatable()) {
      return super.create(connection, sql, context);
    }
    PreparedStatement kept = idle.remove(sql);
    PreparedStatement statement = kept == null ? super.create(connection, sql, context) : kept;
    running.put(statement, sql);
    return statement;
  }

  /** Takes one back, without the values that were bound to it and without what it reads. */
  @Override
  public void close(Connection connection, String template, Statement statement)
      throws SQLException {
    String sql = running.remove(statement);
    if (sql == null || !(statement instanceof PreparedStatement prepared) || prepared.isClosed()) {
      super.close(connection, template, statement);
      return;
    }
    endReading(prepared);
    prepared.clearBatch();
    prepared.clearParameters();
    PreparedStatement same = idle.putLast(sql, prepared);
    if (same != null) {
      same.close();
    }
    if (idle.size() > most) {
      idle.pollFirstEntry().getValue().close();
    }
  }

  /**
   * Rows that nobody asked for would keep the transaction from its end; result sets that were asked
   * for are closed by now.
   */
  private static void endReading(PreparedStatement statement) throws SQLException {
    ResultSet unread = statement.getResultSet();
    if (unread != null) {
      unread.close();
    }
  }

  /** How many are kept. */
  int idle() {
    return idle.size();
  }

  /** Lets go of all that are kept: those of the next statements see tables as they are now. */
  void forget() throws SQLException {
    while (!idle.isEmpty()) {
      idle.pollFirstEntry().getValue().close();
    }
  }
}
