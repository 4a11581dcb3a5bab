package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.server.query.SecretTexts;
import java.util.Map;
import java.util.Optional;

/**
 * A ClickHouse that refuses everybody as long as its tables are not as they must be: what a crash
 * has cut off there is put right before a mirror or a request may see it.
 */
final class GuardedClickHouse extends ForwardingClickHouse {
  private volatile Optional<String> refusal = Optional.of("the server has only just started");

  GuardedClickHouse(ClickHouse real) {
    super(real);
  }

  /** Lets everybody in. */
  void open() {
    refusal = Optional.empty();
  }

  /** Refuses everybody, and says why. */
  void refuse(String why) {
    refusal = Optional.of(why);
  }

  /** A result that may break off, in words that quote no secret. */
  private record HidingStream(QueryStream stream, SecretTexts secrets) implements QueryStream {
    @Override
    public Optional<byte[]> next() {
      return secrets.around(stream::next);
    }

    @Override
    public QueryStatistics statistics() {
      return stream.statistics();
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  private static void hiding(Map<String, Parameter> parameters, Runnable work) {
    SecretTexts.in(parameters)
        .around(() -> {
          work.run();
          return parameters;
        });
  }

  @Override
  protected ClickHouse real() {
    refusal.ifPresent(why -> {
      throw new UnavailableException(why);
    });
    return super.real();
  }

  @Override
  public void execute(Statement statement) {
    hiding(statement.parameters(), () -> real().execute(statement));
  }

  @Override
  public void executeUnlessInterrupted(Statement statement) {
    hiding(statement.parameters(), () -> real().executeUnlessInterrupted(statement));
  }

  @Override
  public QueryResult query(Query query) {
    return SecretTexts.in(query.parameters()).around(() -> real().query(query));
  }

  @Override
  public QueryStream stream(Query query) {
    SecretTexts secrets = SecretTexts.in(query.parameters());
    QueryStream stream = secrets.around(() -> real().stream(query));
    return secrets.isEmpty() ? stream : new HidingStream(stream, secrets);
  }

  @Override
  public SqlInspector inspector() {
    SqlInspector inspector = super.real().inspector();
    return new SqlInspector() {
      @Override
      public Classification classify(String sql, Map<String, Parameter> parameters) {
        return SecretTexts.in(parameters).around(() -> inspector.classify(sql, parameters));
      }

      @Override
      public AstNode ast(String sql, Map<String, Parameter> parameters) {
        return SecretTexts.in(parameters).around(() -> inspector.ast(sql, parameters));
      }
    };
  }

  /** Leaves the real one open: it belongs to whoever opened it. */
  @Override
  public void close() {
    refuse("the server is stopping");
  }
}
