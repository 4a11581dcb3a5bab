package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.Statement;
import java.util.function.Supplier;

/** A ClickHouse in front of the real one that does something else at one of its calls. */
final class CountedClickHouse extends ForwardingClickHouse {

  /** What happens at a call instead of it. */
  @FunctionalInterface
  interface Instead {
    /** Makes the call, or does not. */
    <T> T of(Supplier<T> call);
  }

  private final int at;
  private final Instead instead;
  private int calls;

  /**
   * One that works but at one call.
   *
   * @param at which, from 0
   */
  CountedClickHouse(ClickHouse real, int at, Instead instead) {
    super(real);
    this.at = at;
    this.instead = instead;
  }

  /** How many calls there were. */
  int calls() {
    return calls;
  }

  private <T> T count(Supplier<T> call) {
    return calls++ == at ? instead.of(call) : call.get();
  }

  @Override
  public void execute(Statement statement) {
    count(() -> {
      real().execute(statement);
      return true;
    });
  }

  @Override
  public QueryResult query(Query query) {
    return count(() -> real().query(query));
  }

  @Override
  public InsertResult insert(Insert insert) {
    return count(() -> real().insert(insert));
  }
}
